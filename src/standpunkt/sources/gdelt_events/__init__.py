"""GDELT 2 events."""
