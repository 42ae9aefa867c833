"""A regional map drawn on the server as SVG: land, water, places and pins. Knows no domain word and asks no other server."""

from torhaus.ui.regionmap.drawing import Bubble, RegionMap, draw
from torhaus.ui.regionmap.pins import Box, Cluster, Pin

__all__ = ["Box", "Bubble", "Cluster", "Pin", "RegionMap", "draw"]
