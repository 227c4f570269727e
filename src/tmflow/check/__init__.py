"""Checks on a bitext: findings, rules, reporters."""
