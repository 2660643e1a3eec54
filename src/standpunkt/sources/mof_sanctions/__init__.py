"""Economic sanctions and list of targets."""
