"""File formats: articles, PO, TMX, XLIFF. One module a format."""
