"""Memberships of states in organisations."""
