"""Gas trade flows in Europe."""
