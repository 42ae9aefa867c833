"""The office's pages for reports."""
