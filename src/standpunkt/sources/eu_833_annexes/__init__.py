"""Regulation (EU) No 833/2014, annexes with entities and vessels."""
