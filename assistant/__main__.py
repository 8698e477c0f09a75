"""`python -m assistant ask QUESTION [--json] [--plan ID]`, and `--batch FILE` for many."""

from __future__ import annotations

import argparse
import gc
import json
import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ingest.errors import PlanError, ReadError
from ingest.piping import reader_has_gone

if TYPE_CHECKING:
    from assistant.answer import Answer
    from assistant.assistant import Assistant
    from ingest.settings import Settings
    from ingest.store.vectors import NamedEmbeddings


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command; returns its exit code: 0, or 1 with one line on stderr."""
    parser = _parser()
    asked = parser.parse_args(arguments)
    if (asked.question is None) == (asked.batch is None):
        parser.error("cần một câu hỏi, hoặc --batch FILE / give a question, or --batch FILE")
    try:
        assistant = _open(asked.index, asked.public)
        if asked.batch is not None:
            _answer_batch(assistant, asked.batch, asked.plan)
        else:
            answer = assistant.ask(asked.question, plans=asked.plan)
            print(json.dumps(answer.to_json(), ensure_ascii=False) if asked.json else as_text(answer))
        sys.stdout.flush()
    except PlanError as error:
        print(error, file=sys.stderr)
        return 1
    except BrokenPipeError:
        return reader_has_gone()
    return 0


def _open(index: Path | None, public: bool = False) -> Assistant:
    """The assistant over an index. Its model is loaded while the rest is imported, since both take a second."""
    from concurrent.futures import ThreadPoolExecutor

    from ingest.settings import Settings

    settings = Settings() if index is None else Settings().model_copy(update={"plan_index": index})
    pool = ThreadPoolExecutor(1)
    is_there = settings.database_url or settings.plan_index.exists()  # else there is nothing to load it for
    model = pool.submit(_load_model, settings) if is_there else None
    pool.shutdown(wait=False)
    from assistant.assistant import open_assistant

    return open_assistant(settings, model.result if model else None, public=public)


def _load_model(settings: Settings) -> NamedEmbeddings:
    from ingest.embedding import load_embedder

    return load_embedder(settings)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m assistant", description="Hỏi đáp về các kế hoạch đã lập chỉ mục.")
    commands = parser.add_subparsers(required=True, metavar="LỆNH")
    ask = commands.add_parser("ask", help="trả lời một câu hỏi kèm trích dẫn / answer a question with citations")
    ask.add_argument("question", nargs="?", metavar="CÂU_HỎI")
    ask.add_argument("--json", action="store_true", help="in kết quả dạng JSON / print JSON")
    ask.add_argument("--plan", action="append", default=[], metavar="ID", help="chỉ hỏi kế hoạch này / only this plan")
    ask.add_argument(
        "--batch", type=Path, metavar="FILE", help="đọc mỗi dòng JSON một câu hỏi / one JSON question a line"
    )
    ask.add_argument(
        "--public", action="store_true", help="trả lời như với công chúng, không có kế hoạch nội bộ / as the public"
    )
    ask.add_argument("--index", type=Path, metavar="DIR", help="thư mục chỉ mục / folder of the index")
    return parser


def as_text(answer: Answer) -> str:
    """An answer for a terminal: the text without emphasis marks, then the sources."""
    sources = "\n".join(f"[{citation.n}] {citation.label}" for citation in answer.citations)
    text = answer.answer.replace("**", "")
    return f"{text}\n\n{sources}" if sources else text


def _answer_batch(assistant: Assistant, path: Path, plans: Sequence[str]) -> None:
    gc.enable()
    for line in _questions(path):
        answer = assistant.ask(line["question"], line.get("history") or (), line.get("plans") or plans)
        print(json.dumps({"id": line.get("id"), **answer.to_json()}, ensure_ascii=False), flush=True)


def _questions(path: Path) -> Iterator[dict[str, Any]]:
    """The questions of a batch file. Raises ReadError naming the file, the line and the mend."""
    try:
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise ReadError(str(path), f"không đọc được: {error}", f"cannot be read: {error}") from None
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        try:
            value = json.loads(line)
        except json.JSONDecodeError as error:
            raise ReadError(
                f"{path}:{number}", f"không phải JSON hợp lệ ({error.msg})", f"is not valid JSON ({error.msg})"
            ) from None
        if not isinstance(value, dict) or not isinstance(value.get("question"), str):
            raise ReadError(
                f"{path}:{number}", 'cần dạng {"id": …, "question": "…"}', 'must read {"id": …, "question": "…"}'
            )
        yield value


if __name__ == "__main__":
    gc.disable()  # what is loaded stays until the end; looking through it again and again takes a tenth of the time
    code = main()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)  # nothing was opened for writing; taking the model apart would take another half a second
