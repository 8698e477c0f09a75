"""Checks the question files in `eval/questions` against the plans: `python -m eval.question_checks`.

`evidence` is what the plans say, `recount` counts computed answers again, `check` puts both to every question.
"""
