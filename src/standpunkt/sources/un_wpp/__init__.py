"""World Population Prospects."""
