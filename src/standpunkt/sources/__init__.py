"""Brings a publisher's bytes in as a dated snapshot and reads them into canonical tables.

Every value is accounted for: kept, explicitly ignored, or quarantined with its rule.

Comes in: bytes from the origin, a mirror or a hand-delivered file.
Goes out: canonical rows with snapshot and row number.
Does not belong here: estimates, repairs without a recorded rule.
"""
