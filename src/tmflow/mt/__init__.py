"""Machine translation of what the memory cannot supply, its origin always marked."""
