"""Who may do and see what: the only door between faces and rows."""
