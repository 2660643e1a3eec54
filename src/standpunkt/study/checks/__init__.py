"""Checks of what a study says: states, tree of weights, anchors, classes and factors."""
