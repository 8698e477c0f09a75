"""Plans set as people have them (PDF, Word, scans), to measure the readers of those formats against the text version.

`source` says what is to be printed, once for every format; a builder a format sets it; `measure` reads what was set
and compares it with the plan that it was set from.
"""
