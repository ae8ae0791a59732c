"""
Proof for a pocket: receipts of one paper or one box, passports of boxes, and what can be checked with them offline.

Made from papers and from the nodes on their path, checked against a trust file and nothing else. What a receipt cannot
tell is said as plainly as what it proves.
"""
