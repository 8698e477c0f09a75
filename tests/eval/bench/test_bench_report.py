"""The benchmark's tables and drawing say what was measured."""

from __future__ import annotations

import json
from xml.etree import ElementTree

from bots.settings import BotSettings
from eval.bench.http import UNLIMITED, Http
from eval.bench.latency import Latency, latency, quantile
from eval.bench.measure import FORMAT, Bench, Ingest, Naive, Size
from eval.bench.precision import Precision
from eval.bench.report import to_json, to_markdown, to_svg
from eval.bench.subjects import Answering, Finished, Floor


def taking(milliseconds: float) -> Latency:
    return Latency(10, milliseconds, 2 * milliseconds, 3 * milliseconds, milliseconds, milliseconds)


def answering(milliseconds: float) -> Answering:
    return Answering(1500.0, taking(milliseconds), taking(milliseconds))


def size(factor: int, milliseconds: float) -> Size:
    floor = Floor(500 * factor, taking(0.01 * factor), taking(4), taking(0.1 * factor))
    return Size(factor, 500 * factor, 5.0 * factor, 600, answering(milliseconds), floor)


def bench(http: Http | None = None) -> Bench:
    process = Finished(10.0, 8.0, 700.0, "")
    naive = Naive(20_000, Finished(40.0, 40.0, 300.0, ""), 1.0, answering(60), Finished(3.0, 3.0, 400.0, ""))
    return Bench(
        FORMAT,
        "2026-11-22T05:00:00+00:00",
        "Linux, 2 CPU (test), Python 3.11",
        0.5,
        211,
        Ingest(200_000, 80, 511, process, Finished(0.5, 0.5, 70.0, ""), 1, 8.0),
        naive,
        Finished(1.5, 1.4, 650.0, ""),
        http,
        Precision(143, 0.801, 0.808),
        (size(1, 12), size(10, 14), size(100, 20)),
    )


def test_ratios_stand_beside_what_was_measured() -> None:
    told = to_markdown(bench(), "en")
    assert "| answer, warm process, p50 ms | 12.0 | 60.0 | 5.0x |" in told
    assert "| characters a second | 20,000 | 500 | 40.0x |" in told
    assert "| nDCG@10, int8; float | 0.8010; 0.8080 |  | -0.0070 |" in told
    assert "x100: 50,000" in told
    assert "HTTP" not in told


def test_http_is_told_where_it_was_measured() -> None:
    assert "| trả lời qua HTTP, p50; p95 ms | 15.0; 30.0 |" in to_markdown(bench(Http(3.0, taking(15))), "vi")


def test_the_json_holds_everything_and_the_drawing_is_well_formed() -> None:
    assert json.loads(to_json(bench()))["sizes"][2]["passages"] == 50_000
    drawn = ElementTree.fromstring(to_svg(bench(), "en"))
    assert len(drawn.findall("{http://www.w3.org/2000/svg}polyline")) == 4


def test_quantiles_lie_between_the_nearest_values() -> None:
    assert quantile([4.0, 1.0, 2.0, 3.0], 0.5) == 2.5
    assert quantile([7.0], 0.95) == 7.0
    measured = latency(lambda number: sum(range(number)), [10, 100, 1000])
    assert measured.calls == 3
    assert 0 < measured.p50 <= measured.p95 <= measured.longest


def test_the_server_that_is_measured_knows_the_limits_that_are_lifted() -> None:
    assert {name.lower() for name in UNLIMITED} <= BotSettings.model_fields.keys()
