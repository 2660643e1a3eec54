"""Common High Priority List."""
