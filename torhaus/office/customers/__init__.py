"""The office's pages for customers."""
