"""What people were told: the rows of outgoing mails (later of the in-app inbox). Telling is `delivery`'s work."""
