"""Events and statements."""
