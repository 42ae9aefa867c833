"""The benchmark: data of any size, a frozen floor to compare with, and the runner (`make bench`). Not a timed test."""
