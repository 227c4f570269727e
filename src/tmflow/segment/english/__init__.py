"""The English rules."""
