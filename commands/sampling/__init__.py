"""`kotak sample`: which boxes to inspect by lot, what was seen of them, and how much weak links could matter."""
