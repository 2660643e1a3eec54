"""Bytes over HTTP: whom we may ask, how often, what we accept, how a broken download goes on."""
