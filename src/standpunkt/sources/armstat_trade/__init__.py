"""External trade of Armenia by partner."""
