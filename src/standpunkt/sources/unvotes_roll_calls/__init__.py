"""unvotes: United Nations General Assembly voting data in R."""
