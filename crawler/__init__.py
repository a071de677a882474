"""Collecting: spiders say where to go, pages say what is there. Imports models only."""
