"""The payment table as files: PDF and XLSX."""
