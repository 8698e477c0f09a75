"""A folder of hostile files is ingested in one run: each that fails has its reason, the good ones among them answer."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from assistant import Assistant, open_assistant
from ingest.pipeline import Outcome, Status, default_reading, ingest_paths
from ingest.store.plan_store import open_store
from tests.hostile.files import Hostile, hostile_files
from tests.servers import settings_for

SECONDS = 30
"""The most that one of these files may be read, set low so that one that loops would not hold the tests up."""


pytestmark = pytest.mark.once(reason="is about reading files")


@dataclass
class Listening:
    ended: list[Outcome] = field(default_factory=list)

    def begins(self, path: Path, number: int, total: int) -> None:
        """Nothing to say."""

    def embedded(self, done: int, total: int) -> None:
        """Nothing to say."""

    def ends(self, outcome: Outcome) -> None:
        self.ended.append(outcome)


@dataclass(frozen=True)
class Run:
    """What became of the folder."""

    files: Sequence[Hostile]
    outcomes: dict[str, Outcome]
    assistant: Assistant


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """The folder, ingested once."""
    folder = tmp_path_factory.mktemp("hồ sơ gửi đến")
    files = tuple(hostile_files())
    for file in files:
        (folder / file.name).write_bytes(file.content)
    settings = settings_for(tmp_path_factory.mktemp("index"))
    monkeypatch = pytest.MonkeyPatch()
    monkeypatch.setenv("READ_SECONDS", str(SECONDS))
    store = open_store(settings)
    outcomes = ingest_paths([folder], store, default_reading(), Listening())
    store.close()
    monkeypatch.undo()
    by_name = {unicodedata.normalize("NFC", outcome.path.name): outcome for outcome in outcomes}
    return Run(files, by_name, open_assistant(settings))


def test_there_are_at_least_25_files_and_each_has_an_outcome(run: Run) -> None:
    assert len(run.files) >= 25
    assert set(run.outcomes) == {file.name for file in run.files}


def test_each_that_fails_says_why_and_each_that_is_a_plan_is_read(run: Run) -> None:
    wrong: list[str] = []
    for file in run.files:
        outcome = run.outcomes[file.name]
        told = outcome.error.vietnamese if outcome.error else ""
        if not file.reason and outcome.error:
            wrong.append(f"{file.name}: {told}")
        if file.reason and (file.reason not in told or "\n" in told or not outcome.error or not outcome.error.english):
            wrong.append(f"{file.name}: {told or outcome.status}, not {file.reason}")
    assert wrong == []


def test_no_reason_tells_of_a_fault_of_ours(run: Run) -> None:
    told = [outcome.error.vietnamese for outcome in run.outcomes.values() if outcome.error]
    assert [reason for reason in told if "ngoài dự kiến" in reason or "bị sập" in reason] == []


def test_the_good_ones_answer_with_their_citations(run: Run) -> None:
    asked = {
        "Ai chủ trì triển khai đơn thuốc điện tử của Cà Mau?": ("Phòng Nghiệp vụ", "ca-mau-2026/pl-1/13"),
        "Đơn vị nào chủ trì lắp đặt máy chủ tại trung tâm y tế đảo xa?": (
            "Tổ Công nghệ",
            "ke-hoach-so-5-ban-cuoi-da-ky/pl-1/1",
        ),
        "Ai chủ trì diễn tập ứng cứu sự cố mạng?": ("Tổ An toàn thông tin", "sai-duoi/pl-1/1"),
        "Ai chủ trì xây dựng kho dữ liệu tiêm chủng?": (
            "Trung tâm Kiểm soát bệnh tật",
            "mo-khong-can-mat-khau/pl-1/1",
        ),
        "Ai chủ trì diệt lăng quăng bằng bản đồ số?": ("Phòng Y tế dự phòng", "xref-hong/pl-1/1"),
        "Ai chủ trì đặt lịch tiêm qua mạng?": ("Bệnh viện Nhi", "pdf-co-javascript/pl-1/1"),
        "Ai chủ trì cấp chữ ký số cho trạm y tế?": ("Văn phòng Sở", "trang-co-script/pl/1"),
    }
    for question, (fact, anchor) in asked.items():
        answer = run.assistant.ask(question)
        assert fact in answer.answer, (question, answer.answer)
        assert anchor in [citation.anchor for citation in answer.citations], (question, answer.citations)


def test_orders_in_a_document_are_text_like_any_other(run: Run) -> None:
    answer = run.assistant.ask("Ai chủ trì triển khai hội chẩn từ xa cho vùng cao?")
    assert "Phòng Nghiệp vụ Dược" in answer.answer
    assert "token" not in answer.answer


def test_marks_that_turn_the_writing_are_dropped(run: Run) -> None:
    answer = run.assistant.ask("Ai chủ trì số hóa hồ sơ bệnh án cũ?")
    assert "Văn phòng" in answer.answer
    assert not any(unicodedata.bidirectional(char) in ("RLO", "RLE", "R", "RLI", "PDF") for char in answer.answer)


def test_no_file_needs_its_whole_time_and_the_good_ones_are_in_the_index(run: Run) -> None:
    told = [outcome.error.vietnamese for outcome in run.outcomes.values() if outcome.error]
    assert [reason for reason in told if "READ_SECONDS" in reason] == []
    assert sum(outcome.status is Status.ADDED for outcome in run.outcomes.values()) >= 7
