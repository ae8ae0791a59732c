"""Words in, words out. No rules."""
