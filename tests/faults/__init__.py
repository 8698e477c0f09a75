"""Kills ingests at random instants and checks that nothing is lost and nothing half: see `python -m tests.faults`."""
