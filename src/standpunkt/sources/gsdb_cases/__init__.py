"""Global Sanctions Data Base, version 3."""
