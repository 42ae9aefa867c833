"""What everybody meets before being in: the login, a provider's public page, a forgotten password, an invitation."""
