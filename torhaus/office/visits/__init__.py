"""The office's pages for visits."""
