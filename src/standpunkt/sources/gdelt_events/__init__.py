"""GDELT 2 events: columns of the event files."""
