"""The office's pages for the operator of the installation."""
