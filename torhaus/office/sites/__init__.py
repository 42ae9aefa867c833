"""The office's pages for sites."""
