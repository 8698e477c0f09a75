"""The cache of converted models: what it trusts, what it builds again, and two processes at once."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from ingest.embedding.cache import cached_model
from ingest.embedding.manifest import MANIFEST, Engine, Manifest, file_digests, write_manifest
from ingest.embedding.prompts import Prompts
from ingest.embedding.source import ModelSource, Origin
from ingest.errors import EmbeddingError

SOURCE = ModelSource(Origin.HUB, "some/model")


class Builder:
    """Writes a small model and counts how often it was asked to."""

    def __init__(self) -> None:
        self.builds = 0

    def __call__(self, source: ModelSource, folder: Path) -> None:
        self.builds += 1
        (folder / "weights").mkdir()
        (folder / "weights" / "model.onnx").write_bytes(b"weights")
        manifest = Manifest(
            name="some-model-0",
            stamp=source.stamp(),
            engine=Engine.ONNX,
            dimension=3,
            max_tokens=8,
            prompts=Prompts(),
            files=file_digests(folder),
        )
        write_manifest(folder, manifest)


@pytest.fixture
def builder() -> Builder:
    return Builder()


def test_a_model_is_built_once_and_then_read(tmp_path: Path, builder: Builder) -> None:
    first = cached_model(SOURCE, tmp_path / "cache", builder)
    assert cached_model(SOURCE, tmp_path / "cache", builder) == first
    assert builder.builds == 1
    assert (first[0] / "weights" / "model.onnx").read_bytes() == b"weights"


def cut_a_file(folder: Path) -> None:
    (folder / "weights" / "model.onnx").write_bytes(b"weig")


def change_a_byte(folder: Path) -> None:
    (folder / "weights" / "model.onnx").write_bytes(b"weighty")


def lose_a_file(folder: Path) -> None:
    (folder / "weights" / "model.onnx").unlink()


def lose_the_manifest(folder: Path) -> None:
    (folder / MANIFEST).unlink()


def cut_the_manifest(folder: Path) -> None:
    (folder / MANIFEST).write_bytes((folder / MANIFEST).read_bytes()[:40])


def add_a_file(folder: Path) -> None:
    (folder / "stray").write_bytes(b"?")


def date_from_another_source(folder: Path) -> None:
    text = (folder / MANIFEST).read_text(encoding="utf-8")
    (folder / MANIFEST).write_text(text.replace(SOURCE.stamp(), "recipe 0"), encoding="utf-8")


@pytest.mark.parametrize(
    "damage",
    [
        cut_a_file,
        change_a_byte,
        lose_a_file,
        lose_the_manifest,
        cut_the_manifest,
        add_a_file,
        date_from_another_source,
    ],
)
def test_a_damaged_folder_is_built_again(tmp_path: Path, builder: Builder, damage: object) -> None:
    assert callable(damage)
    folder, sound = cached_model(SOURCE, tmp_path, builder)
    damage(folder)
    assert cached_model(SOURCE, tmp_path, builder) == (folder, sound)
    assert builder.builds == 2
    assert file_digests(folder) == sound.files


def test_a_build_that_fails_leaves_nothing_and_can_be_tried_again(tmp_path: Path, builder: Builder) -> None:
    def half_way(source: ModelSource, folder: Path) -> None:
        (folder / "model.onnx").write_bytes(b"half")
        raise EmbeddingError("hỏng", "broken")

    with pytest.raises(EmbeddingError, match="hỏng"):
        cached_model(SOURCE, tmp_path, half_way)
    assert [path for path in tmp_path.iterdir() if path.is_dir()] == []
    cached_model(SOURCE, tmp_path, builder)
    assert builder.builds == 1


def test_a_build_without_a_sound_manifest_is_refused(tmp_path: Path) -> None:
    def forgetful(source: ModelSource, folder: Path) -> None:
        (folder / "model.onnx").write_bytes(b"weights")

    with pytest.raises(EmbeddingError, match="không cho kết quả nguyên vẹn"):
        cached_model(SOURCE, tmp_path, forgetful)
    assert not (tmp_path / SOURCE.entry_name).exists()


def test_what_a_killed_build_left_is_cleared_away(tmp_path: Path, builder: Builder) -> None:
    leftover = tmp_path / f"{SOURCE.entry_name}.new-x1"
    leftover.mkdir()
    (leftover / "big").write_bytes(b"half a model")
    cached_model(SOURCE, tmp_path, builder)
    assert not leftover.exists()


def test_a_cache_that_cannot_be_written_says_what_to_set(tmp_path: Path, builder: Builder) -> None:
    (tmp_path / "cache").write_text("a file where the folder should be")
    with pytest.raises(EmbeddingError, match="MODEL_CACHE"):
        cached_model(SOURCE, tmp_path / "cache", builder)


# The builder appends a line to a log and takes its time; a second process must wait and read, not build.
_PROCESS = """
import sys, time
from pathlib import Path
from ingest.embedding.cache import cached_model
from tests.ingest.test_embedding_cache import SOURCE, Builder
cache, log, die = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3] == "die"
def build(source, folder):
    with log.open("a") as file:
        file.write("built\\n")
    (folder / "half").write_bytes(b"half")
    print("building", flush=True)
    time.sleep(600 if die else 1.5)
    (folder / "half").unlink()
    Builder()(source, folder)
folder, manifest = cached_model(SOURCE, cache, build)
print(manifest.name)
"""


def start(cache: Path, log: Path, way: str = "end") -> subprocess.Popen[str]:
    command = [sys.executable, "-c", _PROCESS, str(cache), str(log), way]
    root = Path(__file__).parents[2]
    return subprocess.Popen(command, cwd=root, stdout=subprocess.PIPE, text=True)


def test_two_processes_at_once_build_one_model(tmp_path: Path) -> None:
    processes = [start(tmp_path / "cache", tmp_path / "log") for _ in range(2)]
    ends = [process.communicate(timeout=60)[0].split()[-1] for process in processes]
    assert ends == ["some-model-0", "some-model-0"]
    assert (tmp_path / "log").read_text() == "built\n"


def test_a_process_killed_while_building_does_not_hold_up_the_next(tmp_path: Path, builder: Builder) -> None:
    with start(tmp_path / "cache", tmp_path / "log", "die") as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "building\n"
        process.kill()
    folder, manifest = cached_model(SOURCE, tmp_path / "cache", builder)
    assert builder.builds == 1
    assert file_digests(folder) == manifest.files
