"""
Watching: which papers do not agree, as a pure function of papers and what the fold made of them.

What the fold flags is taken from its flags and told with the two papers it rests on. Only comparisons of several papers
are made here: places and times, devices and clocks, numbers of ballots and of seals.
"""
