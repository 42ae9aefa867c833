"""The portal's pages for visits."""
