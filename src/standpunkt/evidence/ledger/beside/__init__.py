"""What stands beside claims: links between them, locks, sources, and quotes that moved."""
