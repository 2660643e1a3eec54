"""The parts of a study, each a frozen record: poles, pillars, indicators, classes, doubt."""
