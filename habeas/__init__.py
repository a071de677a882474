"""The command line, one module a command; composition root of the commands."""
