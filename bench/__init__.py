"""Benchmarks: rates of each stage, latencies beside a baseline, all of one run. `make bench` prints them; ratios within a run are the result."""
