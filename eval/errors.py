"""What a person who measures can mend: broken question files, reports that cannot be compared, plans that fail."""

from __future__ import annotations

from ingest.errors import PlanError


class EvalError(PlanError):
    """Measuring cannot go on as asked; the messages name the file, the place and the mend."""


class QuestionError(EvalError):
    """A line of a question file is not a question."""

    def __init__(self, file: str, line: int, vietnamese: str, english: str) -> None:
        super().__init__(f"{file}, dòng {line}: {vietnamese}", f"{file}, line {line}: {english}")
        self.file = file
        self.line = line
