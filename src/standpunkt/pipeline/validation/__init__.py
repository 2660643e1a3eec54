"""The validation report: what is checked of a built study, and how it is written down."""
