"""The benchmark's record as tables of Markdown, as JSON, and its growth as a drawing (SVG)."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Sequence

from pydantic import TypeAdapter

from eval.bench.measure import Bench, Size
from eval.wording import Language

_BENCH = TypeAdapter(Bench)
_WIDTH, _HEIGHT, _LEFT, _RIGHT, _TOP, _FOOT = 720, 380, 70, 190, 20, 50
_COLOURS = ("#0b5394", "#6fa8dc", "#b45f06", "#38761d")

Line = tuple[str, ...]


def to_json(bench: Bench) -> str:
    """The record as JSON text, ending in a line break."""
    return _BENCH.dump_json(bench, indent=1).decode() + "\n"


def to_markdown(bench: Bench, language: Language) -> str:
    """The record as tables."""

    def say(vietnamese: str, english: str) -> str:
        return english if language == "en" else vietnamese

    head = (
        say("đo", "what"),
        say("trợ lý", "assistant"),
        say("công thức thường", "naive recipe"),
        say("tỷ lệ", "ratio"),
    )
    parts = [
        f"{bench.at}; {bench.machine}; {say('tải lúc bắt đầu', 'load at the start')} {bench.load:g}; "
        f"{bench.questions} {say('câu hỏi', 'questions')}",
        _table(head, _beside(bench, say)),
        _table(
            (
                say("đoạn", "passages"),
                "p50 ms",
                "p95 ms",
                say("p95 so với x1", "p95 against x1"),
                say("p95 lần đầu", "p95 first round"),
                "CPU p95",
                say("mở, ms", "opens, ms"),
                say("chỉ mục, MB", "index, MB"),
                say("bộ nhớ, MB", "memory, MB"),
                say("tích numpy p95", "numpy product p95"),
                "SQLite FTS p95",
            ),
            _growth(bench.sizes),
        ),
    ]
    return "\n\n".join(parts) + "\n"


def _beside(bench: Bench, say: Callable[[str, str], str]) -> Iterator[Line]:
    ours, naive, ingest = bench.sizes[0].answering, bench.naive, bench.ingest
    yield _row(
        say("trả lời, tiến trình nóng, p50 ms", "answer, warm process, p50 ms"), ours.warm.p50, naive.answering.warm.p50
    )
    yield _row(
        say("trả lời, tiến trình nóng, p95 ms", "answer, warm process, p95 ms"), ours.warm.p95, naive.answering.warm.p95
    )
    yield _row(
        say("như trên, thời gian CPU, p95 ms", "the same, processor time, p95 ms"),
        ours.warm.cpu_p95,
        naive.answering.warm.cpu_p95,
    )
    yield _row(
        say("hỏi một câu, tiến trình mới, s", "one question, cold process, s"), bench.cold.wall_s, naive.cold.wall_s
    )
    yield _row(say("như trên, thời gian CPU, s", "the same, processor time, s"), bench.cold.cpu_s, naive.cold.cpu_s)
    yield _row(say("như trên, bộ nhớ, MB", "the same, memory, MB"), bench.cold.peak_mb, naive.cold.peak_mb)
    if bench.http is not None:
        yield (
            say("trả lời qua HTTP, p50; p95 ms", "answer over HTTP, p50; p95 ms"),
            f"{_f(bench.http.warm.p50)}; {_f(bench.http.warm.p95)}",
            "",
            "",
        )
    took = f"{_f(ingest.first.wall_s)} ({_f(ingest.first.cpu_s)})"
    yield (say("nhập các kế hoạch, s (CPU, s)", "ingest of the plans, s (processor, s)"), took, "", "")
    speeds = (ingest.characters / ingest.first.wall_s, naive.characters / naive.ingest.wall_s)
    spent = (ingest.characters / ingest.first.cpu_s, naive.characters / naive.ingest.cpu_s)
    per_cpu = say("ký tự mỗi giây CPU", "characters a second of the processor")
    yield _row(per_cpu, *spent, higher_is_better=True)
    yield _row(say("ký tự mỗi giây", "characters a second"), *speeds, higher_is_better=True)
    yield (
        say("trang; đoạn mỗi giây", "pages; passages a second"),
        f"{_f(ingest.pages / ingest.first.wall_s)}; {_f(ingest.passages / ingest.first.wall_s)}",
        "",
        "",
    )
    yield (say("nhập lại, không đổi, s", "again, unchanged, s"), _f(ingest.again.wall_s), "", "")
    yield (
        say("đoạn nhúng lại sau khi sửa một hàng", "passages embedded again after one row was edited"),
        str(ingest.edited_embedded),
        "",
        "",
    )
    yield _row(say("bộ nhớ khi nhập, MB", "memory of ingest, MB"), ingest.first.peak_mb, naive.ingest.peak_mb)
    per_character = (1e6 * ingest.index_mb / ingest.characters, 1e6 * naive.index_mb / naive.characters)
    yield _row(say("chỉ mục, byte mỗi ký tự", "index, bytes a character"), *per_character)
    floor = bench.sizes[0].floor
    yield (say("sàn: nhúng câu hỏi, p50 ms", "floor: embedding the question, p50 ms"), _f(floor.embedding.p50), "", "")
    if bench.precision is not None:
        found = bench.precision
        yield ("nDCG@10, int8; float", f"{found.int8:.4f}; {found.floats:.4f}", "", f"{found.int8 - found.floats:+.4f}")


def _row(what: str, ours: float, naive: float, higher_is_better: bool = False) -> Line:
    """A line with how many times better the first is than the second."""
    ratio = ours / naive if higher_is_better else naive / ours
    return what, _f(ours), _f(naive), f"{ratio:.1f}x"


def _growth(sizes: Sequence[Size]) -> Iterator[Line]:
    first = sizes[0].answering.warm.p95
    for size in sizes:
        answering, floor = size.answering, size.floor
        yield (
            f"x{size.factor}: {size.passages:,}",
            _f(answering.warm.p50),
            _f(answering.warm.p95),
            f"{answering.warm.p95 / first:.1f}x",
            _f(answering.first_round.p95),
            _f(answering.warm.cpu_p95),
            f"{answering.opened_ms:,.0f}",
            f"{size.index_mb:,.0f}",
            f"{size.peak_mb:,.0f}",
            _f(floor.numpy_product.p95),
            _f(floor.sqlite_fts.p95),
        )


def _f(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def _table(head: Line, lines: Iterable[Line]) -> str:
    rule = tuple("---" for _ in head)
    return "\n".join(f"| {' | '.join(line)} |" for line in (head, rule, *lines))


def to_svg(bench: Bench, language: Language) -> str:
    """How the latency grows with the passages, both axes by powers of ten."""
    sizes = bench.sizes
    lines = (
        ("p95", [size.answering.warm.p95 for size in sizes]),
        ("p50", [size.answering.warm.p50 for size in sizes]),
        ("SQLite FTS p95", [size.floor.sqlite_fts.p95 for size in sizes]),
        ("numpy p95", [size.floor.numpy_product.p95 for size in sizes]),
    )
    low = math.floor(math.log10(max(min(value for _, values in lines for value in values), 1e-3)))
    high = math.ceil(math.log10(max(value for _, values in lines for value in values)))
    least, most = (math.log10(size.passages) for size in (sizes[0], sizes[-1]))

    def at(passages: float, milliseconds: float) -> tuple[float, float]:
        across = (math.log10(passages) - least) / max(most - least, 1e-9)
        up = (math.log10(max(milliseconds, 10**low)) - low) / max(high - low, 1)
        return _LEFT + across * (_WIDTH - _LEFT - _RIGHT), _HEIGHT - _FOOT - up * (_HEIGHT - _TOP - _FOOT)

    drawn = []
    for power in range(low, high + 1):
        _, y = at(sizes[0].passages, 10**power)
        drawn.append(f'<path d="M{_LEFT} {y:.1f}H{_WIDTH - _RIGHT}" stroke="#ddd"/>')
        drawn.append(f'<text x="{_LEFT - 8}" y="{y + 4:.1f}" text-anchor="end">{10.0**power:g}</text>')
    for size in sizes:
        x, _ = at(size.passages, 1)
        drawn.append(f'<text x="{x:.1f}" y="{_HEIGHT - _FOOT + 20}" text-anchor="middle">{size.passages:,}</text>')
    for (name, values), colour in zip(lines, _COLOURS, strict=True):
        points = [at(size.passages, value) for size, value in zip(sizes, values, strict=True)]
        drawn.append(
            f'<polyline points="{" ".join(f"{x:.1f},{y:.1f}" for x, y in points)}" fill="none" stroke="{colour}"'
            ' stroke-width="2"/>'
        )
        drawn += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{colour}"/>' for x, y in points]
        x, y = points[-1]
        drawn.append(f'<text x="{x + 10:.1f}" y="{y + 4:.1f}" fill="{colour}">{name}: {values[-1]:.1f} ms</text>')
    foot = "passages in the index; milliseconds" if language == "en" else "số đoạn trong chỉ mục; mili giây"
    drawn.append(f'<text x="{_LEFT}" y="{_HEIGHT - 8}">{foot}</text>')
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" font-family="sans-serif"'
        f' font-size="12"><rect width="{_WIDTH}" height="{_HEIGHT}" fill="white"/>{"".join(drawn)}</svg>\n'
    )
