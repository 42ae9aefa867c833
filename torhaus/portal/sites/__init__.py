"""The portal's pages for sites."""
