"""The portal's pages for reports."""
