"""The portal's pages for account."""
