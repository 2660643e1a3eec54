"""Specially Designated Nationals, advanced."""
