"""
Make everything again that stands beside the papers, from a caller who folded them all. One transaction, or nothing.
"""

from collections.abc import Iterable, Iterator, Mapping
from itertools import batched
