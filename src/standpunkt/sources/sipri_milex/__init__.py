"""Military Expenditure Database."""
