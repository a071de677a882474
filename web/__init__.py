"""The same answers as pages; composition root of the server."""
