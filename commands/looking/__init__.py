"""Where boxes are, and how they came there."""
