"""What numbers and facts of a version say about a state: findings of closed kinds, each with its facts."""
