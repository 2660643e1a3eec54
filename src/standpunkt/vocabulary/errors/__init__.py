"""Errors as product text: what stands there, the rule, the next step; one file per subject."""
