"""The torhaus program."""
