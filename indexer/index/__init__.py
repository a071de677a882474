"""The SearchIndex port and its engines."""
