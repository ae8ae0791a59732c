"""What officers do every day."""
