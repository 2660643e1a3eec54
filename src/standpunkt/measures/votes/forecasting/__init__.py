"""Forecasts of roll calls: what earlier ones say, how it is pooled, and how good that was."""
