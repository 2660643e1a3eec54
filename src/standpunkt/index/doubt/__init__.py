"""Says how sure: draws of every factor, intervals, class probabilities, shares, moves, sensitivity, robustness."""
