"""Persons who log in: login, passwords, sessions."""
