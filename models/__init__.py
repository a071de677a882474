"""The shared nouns: ids, documents, rulings, searches, the raw store. Imports nothing else of ours."""
