"""What is true about boxes. Imports merkle, errors and msgspec, nothing else."""
