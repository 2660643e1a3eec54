"""Ukraine Support Tracker."""
