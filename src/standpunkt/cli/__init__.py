"""Verbs, exit codes and terminal tables; imports a room when a verb runs.

Comes in: words of a command line.
Goes out: tables on a terminal, TSV in a pipe, one JSON object with `--json`; all else on stderr.
Does not belong here: anything another caller would need.
"""
