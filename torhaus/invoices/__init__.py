"""Invoices: drafts, issue, totals, e-invoice, PDF, payments, cancellation."""
