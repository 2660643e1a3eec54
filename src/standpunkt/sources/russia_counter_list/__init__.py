"""List of unfriendly states and territories."""
