"""pages of the crawler."""
