"""The translation memory: store, index, match, leverage."""
