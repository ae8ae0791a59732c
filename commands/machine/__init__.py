"""The machine room: what keeps the program itself running."""
