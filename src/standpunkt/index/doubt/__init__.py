"""Says how sure: draws of every factor, intervals, classes, shares, moves, sensitivity, robustness."""
