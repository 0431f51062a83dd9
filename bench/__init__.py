"""What is fast, measured: `make bench` prints a table and writes docs/bench.json."""
