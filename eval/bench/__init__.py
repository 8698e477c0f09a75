"""`python -m eval bench`: how fast, how large, how it grows; beside the naive recipe and beside the floor.

It is a benchmark, not a timed test: every figure stands beside another that the same call measured on the same machine,
and the ratios are what can be compared. Each subject is measured in a process of its own (`probe`), so that memory is
its own and nothing of another's is warm.
"""
