"""JODI gas world database."""
