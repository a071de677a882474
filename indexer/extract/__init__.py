"""DocumentText → Ruling: a spaCy pipeline of our components, every value with its evidence."""
