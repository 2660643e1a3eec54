"""Voting records of 2025, transcribed."""
