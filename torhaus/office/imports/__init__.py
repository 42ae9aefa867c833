"""The office's pages for imports."""
