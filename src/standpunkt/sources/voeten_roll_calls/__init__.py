"""United Nations General Assembly voting data."""
