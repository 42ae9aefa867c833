"""The links of invitations to the portal and of referrals; what their secret is made of, kernel.tokens says."""

from torhaus.kernel.tokens import digest, is_token, new_token

__all__ = ["digest", "is_token", "new_token", "path", "referral_path"]


def path(token: str) -> str:
    """The address of the link, below the site's base address."""
    return f"/invitation/{token}/"


def referral_path(token: str) -> str:
    return f"/referral/{token}/"
