"""The command line: each command calls one workflow function and renders its result."""
