"""Read models that can be deleted and rebuilt. No projection is ever evidence."""
