"""Pairs the segments of two texts into beads."""
