"""Reads new activity and tells people: who hears of what, by which channel, in which language."""
