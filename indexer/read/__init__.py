"""One text from every kind of file: `read_text(RawDocument) -> DocumentText`."""
