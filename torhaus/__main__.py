"""`python -m torhaus` is the torhaus program."""

from torhaus.cli.main import main

main()
