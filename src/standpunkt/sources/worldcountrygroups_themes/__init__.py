"""Themes of General Assembly resolutions by keyword."""
