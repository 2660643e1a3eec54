"""Supporters of the joint communiqué of the Bürgenstock summit."""
