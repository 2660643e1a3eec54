"""UN Comtrade."""
