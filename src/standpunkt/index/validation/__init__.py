"""What a sceptic would try: changed inputs, outside acts, forecasts, reliability; pure functions."""
