"""Estimates the frozen part of a study: anchors and redundancy."""
