"""The Japanese rules."""
