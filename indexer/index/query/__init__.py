"""The query language: parsed once into a tree, compiled for each engine (design/query-language.md)."""
