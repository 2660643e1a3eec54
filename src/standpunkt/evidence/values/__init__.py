"""Values in sentences: dates as EDTF, quantities with comparator and unit."""
