"""Backup and restore: every row and file of an installation in one archive that fits both databases."""
