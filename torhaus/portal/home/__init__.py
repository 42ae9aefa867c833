"""The portal's pages for home."""
