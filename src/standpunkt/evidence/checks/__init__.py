"""Reviewed claims against tables: what the numbers support, with both shown."""
