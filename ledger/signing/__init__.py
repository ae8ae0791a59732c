"""Who says so. The cryptography library is imported in this folder and nowhere else."""
