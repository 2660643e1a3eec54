"""Puts states on a line by their votes: ordinal models, their uncertainty."""
