"""Customers with contacts, billing parties, sites and rooms; spreadsheet import."""
