"""Sanctions addressees."""
