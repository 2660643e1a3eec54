"""Holds all that differs between languages, for reading documents and writing dossiers.

One folder per language: messages, names and forms of states, numbers, dates, cues.

Comes in: message ids in English, numbers, dates, states.
Goes out: text in German or English; a missing text is an error, never a fallback.
Does not belong here: facts.
"""
