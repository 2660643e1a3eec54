"""Nine General Assembly votes on the war, put together by hand."""
