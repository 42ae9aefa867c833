"""The office's pages for invoices."""
