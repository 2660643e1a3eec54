"""Votes in a byte each: a million rows of a table, or of a user's file, without holding their text."""
