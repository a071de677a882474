"""Questions → answers, as JSON."""
