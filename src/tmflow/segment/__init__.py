"""Rules that cut a text into segments; each boundary carries the rule that made it."""
