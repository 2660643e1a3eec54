"""How much an event of reviewed claims weighs: belief by independent groups, and the release gate."""
