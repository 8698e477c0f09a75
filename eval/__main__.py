"""The command line: `python -m eval run`.

The table goes to stdout, progress and errors to stderr. Exit code 0 whatever the score, or 1 with a line that says what
is wrong with the questions, the plans or an earlier result. Only what is needed to read the arguments is imported here.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from eval.naive import NaiveAssistant
    from eval.questions import Question
    from eval.record import Record, Run
    from eval.subject import SearchingAssistant, Subject
    from eval.wording import Language
    from ingest.pipeline import Reading
    from ingest.settings import Settings

    Opener = Callable[[Settings], SearchingAssistant]

_HERE = Path(__file__).parent
_QUESTIONS = _HERE / "questions" / "open.jsonl"  # the others are kept unseen until they are asked for
_CACHE = Path("var/eval")


def main(arguments: Sequence[str] | None = None, opener: Opener | None = None) -> int:
    """Run one command; returns the exit code. Raises SystemExit (2) for arguments that make no sense.

    `opener` opens the assistant over an index; None: the one of this project.
    """
    language = _language(arguments)
    parsed = _parser(language == "en").parse_args(arguments)
    from ingest.errors import PlanError
    from ingest.piping import reader_has_gone

    try:
        is_bench = parsed.command == "bench"
        code = run_bench(parsed, language) if is_bench else run_questions(parsed, language, opener or _open)
        sys.stdout.flush()
        return code
    except PlanError as error:
        print(error.english if language == "en" else error.vietnamese, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("stopped" if language == "en" else "đã dừng", file=sys.stderr)
        return 130
    except BrokenPipeError:
        return reader_has_gone()


def run_questions(arguments: argparse.Namespace, language: Language, opener: Opener) -> int:
    """Put the questions, score the answers and report; what can be found wrong beforehand is."""
    from eval.questions import read_questions
    from eval.record import read_record, to_json
    from eval.report import page
    from eval.terminal import show
    from eval.wording import wording

    files = arguments.questions or [_QUESTIONS]
    questions = read_questions(files)[: arguments.limit]
    earlier = read_record(arguments.compare) if arguments.compare else None
    outputs = [_writable(path) for path in (arguments.json, arguments.html) if path]
    record = _measured(arguments, _Asked(files, questions), earlier, opener)
    words = wording(language)
    if arguments.json:
        arguments.json.write_text(to_json(record), encoding="utf-8")
    if arguments.html:
        arguments.html.write_text(page(record, words, arguments.misses), encoding="utf-8")
    show(record, words, sys.stdout, arguments.misses)  # last, for whoever reads it may go before its end
    for path in outputs:
        print(path, file=sys.stderr)
    return 0


def run_bench(arguments: argparse.Namespace, language: Language) -> int:
    """Measure speed, size and growth, and write the JSON and the drawing beside each other."""
    from eval.bench.measure import measure, prepare
    from eval.bench.report import to_json, to_markdown, to_svg

    outputs = (_writable(arguments.json), _writable(arguments.json.with_suffix(".svg")))
    factors = tuple(sorted({1, *arguments.growth}))
    if arguments.prepare:
        prepare(arguments.plans, factors, _CACHE, Progress("bench").says)
        return 0
    bench = measure(
        arguments.plans, arguments.questions or _QUESTIONS, factors, _CACHE, arguments.exact, Progress("bench").says
    )
    for path, text in zip(outputs, (to_json(bench), to_svg(bench, language)), strict=True):
        path.write_text(text, encoding="utf-8")
        print(path, file=sys.stderr)
    print(to_markdown(bench, language), end="")
    return 0


@dataclass(frozen=True, slots=True)
class _Asked:
    files: Sequence[Path]
    questions: Sequence[Question]


def _measured(arguments: argparse.Namespace, asked: _Asked, earlier: Record | None, opener: Opener) -> Record:
    from eval.compare import compare
    from eval.record import FORMAT, Record, conditions
    from eval.subject import Subject
    from ingest.pipeline import default_reading
    from ingest.settings import Settings

    settings = Settings(plan_index=arguments.index) if arguments.index else Settings()
    reading = default_reading()
    told = conditions(asked.files, arguments.index or arguments.plans, arguments.limit, arguments.within_plans)
    own = settings if arguments.index else _filled(settings, arguments.plans, reading)
    if arguments.writer == "llm":
        subjects = _writers(own)
    else:
        assistant = opener(own)
        subjects = [Subject("assistant", assistant, assistant)]
    if arguments.baseline:
        subjects.append(Subject(arguments.baseline, _naive(arguments.plans, settings, reading), cites=False))
    runs = tuple(_run(subject, asked.questions, arguments.within_plans) for subject in subjects)
    comparison = compare(earlier.runs[0].results, runs[0].results) if earlier else None
    return Record(FORMAT, told, runs, comparison)


def _filled(settings: Settings, plans: Path, reading: Reading) -> Settings:
    """The settings of an index of the plans, kept between runs."""
    from eval.index import fill, index_settings, plan_files

    files = plan_files(plans, reading)
    own = index_settings(settings, files, _CACHE)
    fill(own, files, reading)
    return own


def _open(settings: Settings) -> SearchingAssistant:
    from assistant import open_assistant
    from assistant.settings import AssistantSettings

    assistant = open_assistant(settings, own=AssistantSettings(llm_model=""))  # figures depend on no model that is set
    assistant.warm()  # as servers do before they say that they are ready
    return assistant


def _writers(settings: Settings) -> list[Subject]:
    """The assistant with the language model of the environment, and beside it the one without."""
    from assistant.settings import AssistantSettings
    from eval.subject import Subject
    from eval.writing import model_settings, open_watched

    written = open_watched(settings, model_settings())
    built_in = open_watched(settings, AssistantSettings(llm_model=""))
    return [Subject("llm", written, written), Subject("built-in", built_in, built_in)]


def _naive(plans: Path, settings: Settings, reading: Reading) -> NaiveAssistant:
    from eval.index import plan_files
    from eval.naive import NaiveAssistant
    from ingest.embedding import load_embeddings

    return NaiveAssistant(plan_files(plans, reading), load_embeddings(settings))


def _run(subject: Subject, questions: Sequence[Question], within_plans: bool) -> Run:
    from eval.measures import measure
    from eval.record import Run
    from eval.run import run
    from eval.subject import Watched
    from eval.trade_off import trade_off

    progress = Progress(subject.name)
    results = run(questions, subject, within_plans, progress.asked)
    progress.wipe()
    curve = trade_off(results) if subject.cites else ()
    watched = subject.assistant
    writing = watched.writing(len(results)) if isinstance(watched, Watched) else None
    return Run(subject.name, subject.cites, measure(results, subject.cites), curve, results, writing)


@dataclass(slots=True)
class Progress:
    """A count on stderr that moves where a person looks on."""

    name: str
    moving: bool = field(default_factory=lambda: sys.stderr.isatty())

    def asked(self, done: int, total: int) -> None:
        """So many questions of how many have been asked."""
        if self.moving:
            print(f"\r\x1b[K{self.name}: {done}/{total}", end="", file=sys.stderr, flush=True)

    def says(self, step: str) -> None:
        """What is being done now, on a line of its own, since a step takes minutes."""
        print(f"{self.name}: {step}", file=sys.stderr, flush=True)

    def wipe(self) -> None:
        """Take the count off the screen."""
        if self.moving:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)


def _writable(path: Path) -> Path:
    """See now that a report can be written, not when the questions have been asked. Raises EvalError."""
    from eval.errors import EvalError

    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a"):
            pass
    except OSError as error:
        why = error.strerror or str(error)
        raise EvalError(
            f"{path}: không ghi được ({why}); hãy chọn nơi khác",
            f"{path}: cannot be written ({why}); choose another place",
        ) from error
    return path


def _language(arguments: Sequence[str] | None) -> Language:
    """The language, found before the arguments are read, so that help and complaints are in it too."""
    early = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
    early.add_argument("--language", default="en" if os.environ.get("LANG", "").startswith("en") else "vi")
    return "en" if early.parse_known_args(arguments)[0].language == "en" else "vi"


def _parser(english: bool) -> argparse.ArgumentParser:
    def say(vietnamese: str, in_english: str) -> str:
        return in_english if english else vietnamese

    about = say("Đo trợ lý trên bộ câu hỏi.", "Measures the assistant on a set of questions.")
    parser = argparse.ArgumentParser("python -m eval", description=about)
    commands = parser.add_subparsers(required=True, metavar="COMMAND", dest="command")
    run = commands.add_parser("run", help=say("hỏi, chấm điểm và báo cáo", "ask, score and report"))
    run.add_argument(
        "--questions",
        nargs="+",
        type=Path,
        metavar="FILE",
        help=say("tệp câu hỏi, JSON từng dòng", "JSON lines") + f" ({_QUESTIONS.relative_to(_HERE.parent)})",
    )
    told = (
        ("--json", "FILE", say("ghi kết quả dạng JSON", "write the results as JSON")),
        ("--html", "FILE", say("ghi báo cáo HTML", "write the report as HTML")),
        ("--compare", "OLD.json", say("so với kết quả JSON cũ", "compare with earlier JSON results")),
        ("--index", "DIR", say("dùng chỉ mục có sẵn", "use an index that is there")),
    )
    for option, name, meaning in told:
        run.add_argument(option, type=Path, metavar=name, help=meaning)
    folder = say("thư mục kế hoạch (mặc định eval/plans)", "the folder of plans (default eval/plans)")
    run.add_argument("--plans", type=Path, metavar="DIR", default=_HERE / "plans", help=folder)
    writers = say(
        "đo mô hình của LLM_MODEL bên cạnh câu trả lời có sẵn", "measure LLM_MODEL beside the built-in answers"
    )
    run.add_argument("--writer", choices=("built-in", "llm"), default="built-in", help=writers)
    beside = say("đo thêm mốc so sánh trên --plans", "measure a baseline beside it, on --plans")
    run.add_argument("--baseline", choices=("naive",), help=beside)
    run.add_argument("--limit", type=_count, metavar="N", help=say("chỉ N câu đầu", "the first N questions only"))
    unseen = say("không hiện câu trả lời sai", "show no misses: figures only")
    run.add_argument("--no-misses", dest="misses", action="store_false", help=unseen)
    told_plans = say("cho biết câu hỏi thuộc kế hoạch nào (trường plans)", "tell which plans a question is about")
    run.add_argument("--within-plans", action="store_true", help=told_plans)
    run.add_argument("--language", choices=("vi", "en"), help=say("ngôn ngữ báo cáo", "language of the report"))
    bench = commands.add_parser("bench", help=say("đo tốc độ, cỡ và độ tăng", "measure speed, size and growth"))
    bench.add_argument("--questions", type=Path, metavar="FILE", help=say("tệp câu hỏi, JSON từng dòng", "JSON lines"))
    bench.add_argument("--plans", type=Path, metavar="DIR", default=_HERE / "plans", help=folder)
    results = say("ghi JSON, và hình .svg cạnh nó", "write the JSON, and the drawing (.svg) beside it")
    bench.add_argument("--json", type=Path, metavar="FILE", default=_CACHE / "bench.json", help=results)
    sizes = say("các cỡ chỉ mục, lần số đoạn thật (mặc định 10 100)", "sizes, times the real passages (10 100)")
    bench.add_argument("--growth", nargs="*", type=_count, metavar="N", default=[10, 100], help=sizes)
    only = say("chỉ dựng các chỉ mục lớn, chưa đo", "only make the larger indexes, measure nothing yet")
    bench.add_argument("--prepare", action="store_true", help=only)
    exact = say("so nDCG@10 với trọng số float (cần torch)", "compare nDCG@10 with float weights (needs torch)")
    bench.add_argument("--exact", action="store_true", help=exact)
    bench.add_argument("--language", choices=("vi", "en"), help=say("ngôn ngữ báo cáo", "language of the report"))
    return parser


def _count(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r}: 1, 2, 3…")
    return int(text)


if __name__ == "__main__":
    sys.exit(main())
