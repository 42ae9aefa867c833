"""Tickets: reports and requests of customers, their thread and attachments."""
