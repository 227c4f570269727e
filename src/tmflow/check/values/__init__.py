"""What figures, dates and times both sides of a pair state, laid against each other."""
