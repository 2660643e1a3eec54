"""Questions on recorded votes, asked alike by command line, pages and notebooks; answered from the tables."""
