"""International trade in goods, COMEXT."""
