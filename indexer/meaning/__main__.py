"""Vectors for a home that is being served: `python -m indexer.meaning HOME`, started by `habeas up` beside the server."""

import os
import sys
from pathlib import Path

from indexer.meaning.embedding import follow
from indexer.progress import Quiet
from models.errors import NotDone
from models.settings import Settings

if __name__ == "__main__":
    try:
        follow(Settings.from_env(os.environ, Path(sys.argv[1])), Quiet())
    except NotDone:  # another builder is at it, or the disk is full: the words serve, and the next build goes on
        sys.exit(3)
