"""The office's pages for one's own account."""
