"""The portal's pages for invoices."""
