"""`python -m tests.bench` runs the benchmark."""

from tests.bench.run import main

main()
