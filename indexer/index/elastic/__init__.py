"""The Elasticsearch engine: everything of an index on the server, nothing on this machine's disk but the collection's name."""
