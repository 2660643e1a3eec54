"""Trade of Russia by main partners."""
