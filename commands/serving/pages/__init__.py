"""A module for each subject: what a page says, asked of a reading. Nothing here judges."""
