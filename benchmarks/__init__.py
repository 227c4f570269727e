"""Programs that print figures, each with its signature; a package, for a peer installs a folder of this name too."""
