"""Intergovernmental organisations shared by two states."""
