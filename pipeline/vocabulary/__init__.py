"""The words that councils use, as data: one CSV file and one module a subject. Files are read on first use."""
