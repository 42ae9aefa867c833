"""The portal's pages for tickets."""
