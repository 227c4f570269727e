"""Text to values: scripts, widths, encodings, numbers, names, tokens, distances. No files, no model."""
