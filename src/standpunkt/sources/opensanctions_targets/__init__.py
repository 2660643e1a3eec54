"""Targets, simplified."""
