"""What pages are made of: rows, facts in words, contributions, headlines, files, states found by name."""
