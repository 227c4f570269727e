"""The values of tmflow: frozen, valid from birth, free of files and algorithms."""
