"""Looks at a result from outside: sensitivity, robustness, changes, differences, handbook formulas."""
