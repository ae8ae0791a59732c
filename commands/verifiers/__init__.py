"""Verifiers for those who do not want to believe this program: each alone in one file, sharing no code with it."""
