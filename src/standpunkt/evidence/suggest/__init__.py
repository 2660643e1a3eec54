"""Suggests claims: ranks relations, finds parties, prefills the form, computes the direction."""
