"""Who stands at a power's side in a conflict, and why: sourced, uncertain, explained.

Start with `standpunkt.open("russia_ukraine")`, or `standpunkt demo` on the command line.
"""
