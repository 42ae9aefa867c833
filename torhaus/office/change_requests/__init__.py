"""The office's pages for change requests: what customers ask to have changed in their master data."""
