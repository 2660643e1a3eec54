"""Takes in new roll calls without fitting the whole history again."""
