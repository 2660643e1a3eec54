"""Scores once: cells to positions, positions to pillars, pillars to Stance, Dependence and classes."""
