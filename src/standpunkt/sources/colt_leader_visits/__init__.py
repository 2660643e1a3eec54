"""Country and Organizational Leader Travel."""
