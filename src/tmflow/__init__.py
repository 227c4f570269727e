"""tmflow."""
