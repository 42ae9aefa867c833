"""The office's pages for home."""
