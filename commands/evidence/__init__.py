"""What auditors do: verify, keep checkpoints, export."""
