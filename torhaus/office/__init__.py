"""The provider's people's face."""
