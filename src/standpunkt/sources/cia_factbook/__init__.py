"""The World Factbook."""
