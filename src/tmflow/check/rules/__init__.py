"""The rules, one module a family, each with a tuple `RULES` that the registry takes in."""
