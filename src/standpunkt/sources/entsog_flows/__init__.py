"""Transparency platform."""
