"""A person's rights at a customer, site or job, and the invitations that lead there."""
