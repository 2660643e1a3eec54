"""World map."""
