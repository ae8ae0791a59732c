"""What was promised, and to whom: checkpoints, and the trust an auditor starts from."""
