"""The office's pages for settings."""
