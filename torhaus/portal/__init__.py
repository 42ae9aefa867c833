"""The customers' face."""
