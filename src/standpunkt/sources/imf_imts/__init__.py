"""International merchandise trade (formerly Direction of Trade Statistics)."""
