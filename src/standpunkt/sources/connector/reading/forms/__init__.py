"""Forms of files: separated columns, records of JSON, XML, workbooks, Parquet."""
