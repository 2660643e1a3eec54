"""Joint military exercises of Russia."""
