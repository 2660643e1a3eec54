"""Roll calls of a version: who voted how, and on a map."""
