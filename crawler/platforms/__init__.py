"""platforms of the crawler."""
