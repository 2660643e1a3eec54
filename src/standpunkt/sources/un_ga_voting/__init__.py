"""General Assembly voting data of the UN Digital Library."""
