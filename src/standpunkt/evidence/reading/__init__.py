"""Reads sentences: view, words, mentions of states, cues of commitment, and who speaks."""
