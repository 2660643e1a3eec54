"""Imports of gas, oil and coal by partner."""
