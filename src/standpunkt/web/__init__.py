"""Serves pages, what-if, evidence desk and API; decides nothing.

Comes in: requests, an observatory per study, a function that builds.
Goes out: complete pages and fragments in German and English, JSON, downloads.
Does not belong here: formulas, sources, the pipeline.
"""
