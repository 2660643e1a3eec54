"""A page for each state that a study's notes ask for: what its figures rest on, where they mislead."""
