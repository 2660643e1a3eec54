"""Published values in, canonical shares and grades out: declared rules, and what each result rests on."""
