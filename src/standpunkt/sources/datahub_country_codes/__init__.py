"""Country codes."""
