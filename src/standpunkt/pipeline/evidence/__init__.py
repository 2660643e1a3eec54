"""From documents to reviewed claims and on into tables: what the evidence verbs run."""
