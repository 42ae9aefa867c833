"""The portal's pages for „Ihre Angaben“: what the provider knows about the person and the customer."""
