"""Pages of the desk, one file a subject."""
