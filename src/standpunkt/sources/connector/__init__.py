"""What every connector shares: declaration, fetching, snapshots, mirror, checks."""
