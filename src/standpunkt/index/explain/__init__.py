"""Says why: contributions that add up exactly, changes between months, what would change the answer."""
