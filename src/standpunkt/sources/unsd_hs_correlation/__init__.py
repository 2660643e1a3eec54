"""Correlation tables of the Harmonized System."""
