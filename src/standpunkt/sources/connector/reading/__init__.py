"""Bytes to rows: layouts, names of states, an account of every row, canonical tables."""
