"""The office's pages for tickets."""
