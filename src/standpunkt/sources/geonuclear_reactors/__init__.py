"""GeoNuclearData, list of reactors."""
