"""A backup is made while the index is in use, comes back whole, and is refused where anything is wrong with it."""

from __future__ import annotations

import hashlib
import json
import os
import signal
import threading
import zipfile
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import replace
from pathlib import Path

import pytest

from ingest import backup as backup_of_one
from ingest.backup import BackupError, back_up, load_backup
from ingest.errors import PlanError
from ingest.model import Plan
from ingest.passages import passages
from ingest.store.plan_store import PlanStore
from tests import apart
from tests.bots.state.samples import answer_of, state_in
from tests.faults.places import kept_files
from tests.ingest.store.samples import BagOfWords, sample_plan, store_in, stores_in, with_internal

FIRST, SECOND = "an-nhon-2026", "ben-tre-2027"


def plan_of(file: Path, plan_id: str, tasks: tuple[str, ...]) -> Plan:
    """A plan that was read from a file, which is made."""
    file.write_text("\n".join(tasks), encoding="utf-8")
    return sample_plan(plan_id, tasks, hashlib.sha256(file.read_bytes()).hexdigest())


def filled(folder: Path) -> PlanStore:
    """An index of two plans, one with a former version, and with a database of the bots."""
    folder.mkdir(parents=True)
    store = store_in(folder / "index")
    for number, (plan_id, tasks) in enumerate(
        [(FIRST, ("Một việc",)), (SECOND, ("Việc cũ",)), (SECOND, ("Việc mới", "Việc thêm"))]
    ):
        file = folder / f"{number}.txt"
        store.add(plan_of(file, plan_id, tasks), "readers", source=file)
    remember(folder / "index", "Ai chủ trì?")
    return store


def remember(folder: Path, question: str) -> None:
    """Have the bots of an index be asked something."""
    with closing(state_in(folder)) as state:
        if not state.conversations.is_open("a"):
            state.conversations.record("a", "web", "Xin chào", answer_of("Chào bạn."))
        state.conversations.record("a", "web", question, answer_of("Văn phòng. [1]", "x/pl-1/1"))


@pytest.fixture
def store(tmp_path: Path) -> PlanStore:
    return filled(tmp_path / "filled")


@pytest.fixture
def backup(store: PlanStore, tmp_path: Path) -> Path:
    back_up(with_internal(store), tmp_path / "backup.zip")
    return tmp_path / "backup.zip"


def held(store: PlanStore) -> dict[str, Plan]:
    return {entry.id: store.catalogue.plan(entry.id) for entry in store.catalogue.plans(replaced=True)}


def check_same(store: PlanStore, other: PlanStore) -> None:
    """Two indexes hold the same plans, versions and files and find the same, with no vector too many or too few."""
    assert held(store) == held(other)
    for plan in held(other):
        kept, wanted = (of.catalogue.versions.of(plan) for of in (store, other))
        assert [(one.version, one.plan) for one in kept] == [(one.version, one.plan) for one in wanted]
    assert store.catalogue.versions.sources() == kept_files(store)
    assert store.catalogue.directory.word_counts() == other.catalogue.directory.word_counts()
    assert store.is_complete()
    assert store.vectors.ids() == other.vectors.ids()
    for query in ("việc mới", "việc", "Một việc của sở"):
        near, wanted_near = (
            {(hit.passage, round(hit.score, 4)) for hit in of.search_meaning(query, limit=50)} for of in (store, other)
        )
        assert near == wanted_near
        assert {hit.passage.id for hit in store.search_words(query, limit=50)} == {
            hit.passage.id for hit in other.search_words(query, limit=50)
        }


def remembered(folder: Path) -> tuple[str, ...]:
    """What the bots of an index know that they were asked."""
    with closing(state_in(folder)) as state:
        return state.conversations.earlier_questions("a")


def test_a_backup_comes_back_whole_into_an_empty_index(store: PlanStore, backup: Path, tmp_path: Path) -> None:
    model = BagOfWords()
    other = store_in(tmp_path / "other", model)
    loaded = load_backup(with_internal(other), backup)
    assert (loaded.plans, loaded.files) == (2, 3)
    check_same(other, store)
    assert remembered(other.folder) == ("Xin chào", "Ai chủ trì?")
    assert model.asked == [], "the vectors come from the catalogue"
    assert not list(other.folder.glob(".*"))


def test_a_backup_of_a_moment_ago_undoes_what_was_done_since(store: PlanStore, backup: Path, tmp_path: Path) -> None:
    reader = store_in(store.folder)
    assert reader.search_words("việc mới")
    store.remove(FIRST)
    file = tmp_path / "later.txt"
    store.add(plan_of(file, "soc-trang-2028", tuple(f"Việc khác {at}" for at in range(40))), source=file)
    with pytest.raises(BackupError, match=r"đang có 2 kế hoạch; thêm --force"):
        load_backup(with_internal(store), backup)
    assert set(held(store)) == {SECOND, "soc-trang-2028"}
    before = store.catalogue.generation()
    load_backup(with_internal(store), backup, force=True)
    assert store.catalogue.generation() > before
    check_same(store, filled(tmp_path / "same"))
    assert {hit.passage.anchor.plan for hit in reader.search_words("việc", limit=100)} == {FIRST, SECOND}
    assert {hit.passage.anchor.plan for hit in reader.search_meaning("việc", limit=100)} == {FIRST, SECOND}


def test_a_restored_index_can_be_added_to(backup: Path, tmp_path: Path) -> None:
    other = store_in(tmp_path / "other")
    load_backup(with_internal(other), backup)
    other.restore(SECOND)
    assert "Việc cũ" in other.search_words("việc cũ")[0].passage.text
    other.add(sample_plan("soc-trang-2028"))
    assert other.is_complete()
    assert set(held(other)) == {FIRST, SECOND, "soc-trang-2028"}


def test_a_backup_made_while_plans_are_added_is_of_one_state(tmp_path: Path) -> None:
    store = store_in(tmp_path / "index")
    faults: list[BaseException] = []

    def add() -> None:
        try:
            for number in range(8):
                file = tmp_path / f"{number}.txt"
                store.add(plan_of(file, SECOND, (f"Việc {number}",)), source=file)
        except BaseException as fault:
            faults.append(fault)

    file = tmp_path / "first.txt"
    store.add(plan_of(file, FIRST, ("Một việc",)), source=file)
    writing = threading.Thread(target=add)
    writing.start()
    made = 0
    while writing.is_alive() and made < 4:
        backup = tmp_path / f"backup-{made}.zip"
        with suppress(BackupError):  # which says that the index keeps changing
            back_up(with_internal(store), backup)
            made += 1
    writing.join()
    assert faults == []
    assert made
    for number in range(made):
        other = store_in(tmp_path / f"other-{number}")
        load_backup(with_internal(other), tmp_path / f"backup-{number}.zip")
        assert other.catalogue.versions.sources() == kept_files(other)
        for plan in held(other).values():
            assert {hit.passage for hit in other.search_meaning("việc", [plan.id], limit=99)} == set(passages(plan))


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size * 2 // 3])


def _flipped(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 3] ^= 0xFF
    path.write_bytes(content)


def _no_archive(path: Path) -> None:
    path.write_bytes(b"PK\x03\x04 what is this")


def _empty(path: Path) -> None:
    path.write_bytes(b"")


def _changed(change: Callable[[dict[str, bytes]], None]) -> Callable[[Path], None]:
    """Change the members of an archive, whose checksums are right again afterwards."""

    def apply(path: Path) -> None:
        with zipfile.ZipFile(path) as archive:
            members = {name: archive.read(name) for name in archive.namelist()}
        change(members)
        with zipfile.ZipFile(path, "w") as archive:
            for name, content in members.items():
                archive.writestr(name, content)

    return apply


def _told(archive: dict[str, bytes], **values: object) -> None:
    archive["manifest.json"] = json.dumps({**json.loads(archive["manifest.json"]), **values}).encode()


def _swapped(members: dict[str, bytes]) -> None:
    source = next(name for name in members if name.startswith("sources/"))
    members[source] += b"more"


def _missing(members: dict[str, bytes]) -> None:
    del members[next(name for name in members if name.startswith("sources/"))]


def _climbing(members: dict[str, bytes]) -> None:
    told = json.loads(members["manifest.json"])["members"]
    _told(members, members={**told, "../../out.sqlite3": next(iter(told.values()))})


def _other_schema(members: dict[str, bytes]) -> None:
    _told(members, schema_version=2)


def _other_format(members: dict[str, bytes]) -> None:
    _told(members, format=9)


def _no_manifest(members: dict[str, bytes]) -> None:
    del members["manifest.json"]


def _no_catalogue(members: dict[str, bytes]) -> None:
    told = json.loads(members["manifest.json"])["members"]
    del told["catalogue.sqlite3"]
    _told(members, members=told)


def _broken_catalogue(members: dict[str, bytes]) -> None:
    content = b"damaged" * 5000
    told = json.loads(members["manifest.json"])["members"]
    told["catalogue.sqlite3"] = {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
    members["catalogue.sqlite3"] = content
    _told(members, members=told)


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (_cut, "hỏng hoặc không đầy đủ"),
        (_flipped, "hỏng hoặc không đầy đủ"),
        (_no_archive, "hỏng hoặc không đầy đủ"),
        (_empty, "hỏng hoặc không đầy đủ"),
        (_changed(_swapped), "hỏng hoặc không đầy đủ"),
        (_changed(_missing), "hỏng hoặc không đầy đủ"),
        (_changed(_climbing), "hỏng hoặc không đầy đủ"),
        (_changed(_no_catalogue), "hỏng hoặc không đầy đủ"),
        (_changed(_broken_catalogue), "hỏng hoặc không đầy đủ"),
        (_changed(_other_schema), "phiên bản 2, chương trình cần"),
        (_changed(_other_format), "bản sao lưu thuộc phiên bản"),
        (_changed(_no_manifest), "không phải bản sao lưu"),
        (Path.unlink, "không tìm thấy tệp này"),
    ],
)
def test_a_backup_with_anything_wrong_is_refused_and_nothing_changes(
    store: PlanStore, backup: Path, damage: Callable[[Path], None], said: str
) -> None:
    damage(backup)
    before, generation = held(store), store.catalogue.generation()
    files = {path.relative_to(store.folder) for path in store.folder.rglob("*")}
    with pytest.raises(PlanError, match=said) as refused:
        load_backup(with_internal(store), backup, force=True)
    assert str(backup) in refused.value.english
    assert (held(store), store.catalogue.generation()) == (before, generation)
    assert {path.relative_to(store.folder) for path in store.folder.rglob("*")} == files
    assert remembered(store.folder) == ("Xin chào", "Ai chủ trì?")


def test_a_load_that_is_killed_leaves_the_former_plans_or_the_loaded_ones(
    store: PlanStore, backup: Path, tmp_path: Path
) -> None:
    loaded = held(store)
    for moment in ("copying.copy_all", "Catalogue._index_words", "Words.keep_all", "VectorKeeper.complete"):
        folder = tmp_path / moment
        target = store_in(folder)
        target.add(sample_plan("soc-trang-2028"))
        former = held(target)
        target.close()
        assert apart.start(load_and_die, str(folder), str(backup), moment).wait() == -signal.SIGKILL
        after = store_in(folder)
        wanted = former if moment in ("copying.copy_all", "Catalogue._index_words") else loaded
        assert held(after) == wanted
        texts = {passage.id: passage.text for plan in wanted.values() for passage in passages(plan)}
        for hit in [*after.search_words("việc", limit=99), *after.search_meaning("việc", limit=99)]:
            assert texts[hit.passage.id] == hit.passage.text
        load_backup(with_internal(after), backup, force=True)
        check_same(after, store)
        after.close()


def load_and_die(folder: str, backup: str, moment: str) -> None:
    """Load a backup in this process, which ends when it comes to a function."""
    from ingest.store import catalogue, copying, vector_keeper

    store = store_in(Path(folder))
    name, function = moment.split(".")
    owner = {
        "copying": copying,
        "Catalogue": catalogue.Catalogue,
        "Words": type(store.catalogue._words),
        "VectorKeeper": vector_keeper.VectorKeeper,
    }[name]
    setattr(owner, function, lambda *_, **__: os.kill(os.getpid(), signal.SIGKILL))
    load_backup(with_internal(store), Path(backup), force=True)


def test_a_backup_that_cannot_be_written_leaves_the_former_one(store: PlanStore, backup: Path, tmp_path: Path) -> None:
    before = backup.read_bytes()
    with pytest.raises(BackupError, match="không ghi được"):
        back_up(with_internal(store), tmp_path / "no such folder" / "backup.zip")
    with pytest.raises(BackupError, match="không ghi được"):
        back_up(with_internal(store), tmp_path)
    assert backup.read_bytes() == before
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".")]


def test_a_full_disk_leaves_the_former_backup(store: PlanStore, backup: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = backup.read_bytes()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("ingest.backup.os.fsync", full)
    with pytest.raises(PlanError, match="hết chỗ trên đĩa"):
        back_up(with_internal(store), backup)
    assert backup.read_bytes() == before


def test_plans_without_a_kept_file_are_backed_up_too(tmp_path: Path) -> None:
    store = store_in(tmp_path / "index")
    store.add(sample_plan())
    assert back_up(with_internal(store), tmp_path / "backup.zip").files == 0
    other = store_in(tmp_path / "other")
    load_backup(with_internal(other), tmp_path / "backup.zip")
    assert held(other) == {SECOND: sample_plan()}


def test_marks_of_replaced_plans_come_back(tmp_path: Path) -> None:
    store = store_in(tmp_path / "index")
    old = sample_plan("ben-tre-2026", sha256="b" * 64)
    store.add_all([replace(old, header=replace(old.header, number="9/KH-SYT", replaces=None)), sample_plan()])
    back_up(with_internal(store), tmp_path / "backup.zip")
    other = store_in(tmp_path / "other")
    load_backup(with_internal(other), tmp_path / "backup.zip")
    assert [entry.replaced_by for entry in other.catalogue.plans(replaced=True)] == [SECOND, None]


def test_internal_plans_come_along_and_stay_internal(tmp_path: Path) -> None:
    stores = with_internal(filled(tmp_path / "filled"))
    secret = tmp_path / "secret.txt"
    stores.adding(internal=True).add(plan_of(secret, "kien-giang-2026", ("Việc kín",)), source=secret)
    made = back_up(stores, tmp_path / "backup.zip")
    assert (made.plans, made.files) == (3, 4)
    model = BagOfWords()
    other = stores_in(tmp_path / "other", model)
    assert load_backup(other, tmp_path / "backup.zip").files == 4
    assert model.asked == []
    check_same(other.public, stores.public)
    check_same(other.internal, stores.internal)
    assert set(held(other.internal)) == {"kien-giang-2026"}
    assert [entry.id for entry in other.joint.catalogue.plans() if entry.internal] == ["kien-giang-2026"]


def test_a_backup_puts_each_plan_back_on_its_side(store: PlanStore, backup: Path, tmp_path: Path) -> None:
    stores = with_internal(store)
    stores.mark(FIRST, internal=True)
    inside = tmp_path / "inside.zip"
    back_up(stores, inside)
    load_backup(stores, backup, force=True)
    assert (set(held(stores.public)), set(held(stores.internal))) == ({FIRST, SECOND}, set())
    load_backup(stores, inside, force=True)
    assert (set(held(stores.public)), set(held(stores.internal))) == ({SECOND}, {FIRST})
    assert not stores.public.search_words("Một việc", [FIRST])


def test_a_plan_that_changes_sides_meanwhile_is_in_the_backup(
    store: PlanStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stores, real, moved = with_internal(store), backup_of_one._snapshot, list[bool]()
    stores.adding(internal=True).add(sample_plan("kien-giang-2026"))

    def moving(*arguments: object) -> object:
        done = real(*arguments)  # type: ignore[arg-type]
        if not moved:
            moved.append(stores.mark(FIRST, internal=True))
        return done

    monkeypatch.setattr(backup_of_one, "_snapshot", moving)
    back_up(stores, tmp_path / "backup.zip")
    other = stores_in(tmp_path / "other")
    load_backup(other, tmp_path / "backup.zip")
    assert set(held(other.internal)) == {FIRST, "kien-giang-2026"}
    assert set(held(other.public)) == {SECOND}


def test_a_broken_internal_side_of_a_backup_changes_nothing(tmp_path: Path) -> None:
    stores = stores_in(tmp_path / "index")
    stores.adding(internal=True).add(sample_plan(FIRST))
    back_up(stores, tmp_path / "backup.zip")
    broken = tmp_path / "broken.zip"
    with zipfile.ZipFile(tmp_path / "backup.zip") as whole, zipfile.ZipFile(broken, "w") as archive:
        for name in whole.namelist():
            if name != "internal/catalogue.sqlite3":
                archive.writestr(name, whole.read(name))
    other = stores_in(tmp_path / "other")
    other.public.add(sample_plan(SECOND))
    with pytest.raises(BackupError, match=r"internal/catalogue\.sqlite3"):
        load_backup(other, broken, force=True)
    assert set(held(other.public)) == {SECOND}
    assert not other.internal.catalogue.exists()
