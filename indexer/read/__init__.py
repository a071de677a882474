"""Files of every kind to the one text."""

from indexer.read.read import read_stamp, read_text

__all__ = ["read_stamp", "read_text"]
