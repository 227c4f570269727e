"""What readers see: bilingual pages and the index of a site."""
