"""The way between claims and scores, as the read side tells it."""
