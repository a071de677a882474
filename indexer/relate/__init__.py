"""What only the whole collection knows: cited-by, families, frequent litigants."""
