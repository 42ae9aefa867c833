"""Stored files: content-addressed, checked, one row each."""
