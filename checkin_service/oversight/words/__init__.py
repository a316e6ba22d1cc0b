"""Lists and sheets of determinations as files: CSV, XLSX, PDF."""
