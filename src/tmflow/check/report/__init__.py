"""Findings as text: for a terminal, for programs, for CI."""
