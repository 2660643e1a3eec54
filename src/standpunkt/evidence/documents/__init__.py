"""Opens documents: bytes become a text layer with pages, or a refusal."""
