"""Tools for developers of Torhaus; nothing here is part of the installed program."""
