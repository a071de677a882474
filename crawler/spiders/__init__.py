"""spiders of the crawler."""
