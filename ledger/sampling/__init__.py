"""A public random sample of boxes: whom the dice choose, how many are enough, and what the outcome says."""
