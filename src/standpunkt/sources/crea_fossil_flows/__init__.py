"""Fuel imports from Russia by state."""
