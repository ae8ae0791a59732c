"""What officers type, scan or hand over in a sheet, read into the words of papers."""
