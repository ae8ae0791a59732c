"""The evidence: papers, the fold, the tree, verification. Importable without a database."""
