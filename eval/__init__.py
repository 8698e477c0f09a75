"""Measures the assistant on sets of questions: `python -m eval run`, see README.md.

`questions` reads the questions, `run` asks them, `scoring` judges one answer, `measures` sums up, `terminal` and
`report` show it; `naive` is the baseline that is measured in the same way.
"""
