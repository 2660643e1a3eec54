"""Canadian sanctions, consolidated autonomous list."""
