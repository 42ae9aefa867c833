"""The link of an invitation to the portal; what its secret is made of, kernel.tokens says."""

from torhaus.kernel.tokens import digest, is_token, new_token

__all__ = ["digest", "is_token", "new_token", "path"]


def path(token: str) -> str:
    """The address of the link, below the site's base address."""
    return f"/invitation/{token}/"
