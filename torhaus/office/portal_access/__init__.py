"""The office's page „Kundenportal“ of a customer: switches, invitations, who is in."""
