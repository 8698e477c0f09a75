"""The whole index in one file, made while it is in use, and put back in one step.

A backup is a zip archive: the catalogue and the other databases of the folder (what the bots remember) as SQLite's
online backup copies them, the kept source files, and last a manifest with the size and digest of each member. Words and
vectors are derived; they are made anew from the catalogue, which keeps the plans' vectors, so nothing is embedded.

On a server each part of the index is read in one transaction, and written as the same SQLite file as one in a folder: a
backup made there can be loaded into a folder and the other way round.

A backup is read whole, into a scratch folder beside the index, and checked before anything of the index is touched.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import sqlite3
import tempfile
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict, ValidationError
from sqlalchemy import select

from ingest.store import copying, tables
from ingest.store.engine import FILE_NAME
from ingest.store.errors import StoreError, disk_full, disk_is_full
from ingest.store.files import FOLDER_NAME as SOURCES
from ingest.store.plan_stores import FOLDER_NAME as INTERNAL

if TYPE_CHECKING:
    from ingest.store.plan_store import PlanStore
    from ingest.store.plan_stores import PlanStores
    from ingest.store.vectors import Report

_MANIFEST = "manifest.json"
_STATE = "state.sqlite3"
_FORMAT = 1
_MEMBER = re.compile(rf"(?:{INTERNAL}/)?(?:[a-z0-9_-]+\.sqlite3|{SOURCES}/[0-9a-f]{{64}})")
_INTERNAL_CATALOGUE = f"{INTERNAL}/{FILE_NAME}"
_AT_ONCE = 1 << 20  # bytes
_ATTEMPTS = 5
_LARGEST_MANIFEST = 64 << 20  # bytes
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError)


class BackupError(StoreError):
    """A backup cannot be made or loaded; nothing has been changed."""


class Member(BaseModel):
    """One file of a backup."""

    model_config = ConfigDict(frozen=True)

    bytes: int
    sha256: str


class Manifest(BaseModel):
    """What a backup says of itself."""

    model_config = ConfigDict(frozen=True)

    format: int
    schema_version: int
    made_at: str
    """ISO 8601, UTC."""
    plans: int
    members: Mapping[str, Member]

    @property
    def files(self) -> int:
        """How many source files it has."""
        return sum(_is_source(name) for name in self.members)


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup that was made: what is in it, and its size."""

    plans: int
    files: int
    bytes: int


def back_up(stores: PlanStores, target: Path) -> Backup:
    """Write a backup of an index; `target` is replaced in one step when it is whole. Nobody has to stop for it.

    A plan that changes sides meanwhile is copied on both, and is then internal.

    Raises BackupError where the file cannot be written, StoreError where the database cannot be read.
    """
    with _disk(target), tempfile.TemporaryDirectory(prefix=".backup-", dir=target.resolve().parent) as folder:
        scratch = Path(folder)
        _snapshot_all(stores, scratch)
        _snapshot_others(stores, scratch)
        files = [*sorted(scratch.rglob("*.sqlite3")), *sorted(scratch.rglob(f"{SOURCES}/*"))]
        members = [(path.relative_to(scratch).as_posix(), path) for path in files]
        whole = scratch / "whole"
        manifest = _write(whole, members, len(stores.joint.catalogue.plans(replaced=True)))
        size = whole.stat().st_size
        os.replace(whole, target)
    return Backup(manifest.plans, manifest.files, size)


def load_backup(stores: PlanStores, source: Path, force: bool = False, report: Report | None = None) -> Manifest:
    """Put a backup in the place of all that an index holds; returns what the backup says of itself.

    Public plans are replaced in one step, and internal ones in one before it: whoever is stopped between the two leaves
    no internal plan among the public ones.

    Raises BackupError, with nothing changed, where the file is no backup, broken, cut short or of another version, and,
    without `force`, where the index holds plans already.
    """
    folder, where, database = stores.public.folder, stores.public.where, stores.public.catalogue.database
    if not force and (held := len(stores.joint.catalogue.plans(replaced=True))):
        raise BackupError(
            f"{where}: chỉ mục đang có {held} kế hoạch; thêm --force để thay tất cả bằng bản sao lưu",
            f"{where}: the index holds {held} plans; add --force to put the backup in the place of them all",
        )
    place = None if database.is_server else folder  # on the same disk, so that files can be moved
    with (
        _disk(place or Path(tempfile.gettempdir())),
        tempfile.TemporaryDirectory(prefix=".load-", dir=place) as temporary,
    ):
        scratch = Path(temporary)
        manifest = _extract(source, scratch)
        others = {name: scratch / name for name in manifest.members if "/" not in name and name != FILE_NAME}
        if _INTERNAL_CATALOGUE in manifest.members:
            sources = _sources(manifest, scratch, f"{INTERNAL}/{SOURCES}")
            stores.internal.load(scratch / _INTERNAL_CATALOGUE, sources, report)
        elif stores.internal.catalogue.exists():
            for plan in stores.internal.catalogue.plans(replaced=True):
                stores.internal.remove(plan.id)
        stores.public.load(scratch / FILE_NAME, _sources(manifest, scratch, SOURCES), report)
        stores.settle()
        for name, path in others.items():
            if database.is_server:
                with database.transaction() as connection:
                    copying.copy_bots_in(path, connection)
            else:
                _copy_database(path, folder / name)
    return manifest


def _snapshot_all(stores: PlanStores, folder: Path) -> None:
    """Copy both catalogues with the kept files; again where a plan changed sides so that neither copy has it."""
    for _ in range(_ATTEMPTS):
        before, held = _plans(stores), set[str]()
        for name, store in (("", stores.public), (INTERNAL, stores.internal)):
            if store.catalogue.exists():
                (folder / name / SOURCES).mkdir(parents=True, exist_ok=True)
                held |= _snapshot(store, folder / name / FILE_NAME)
        if before & _plans(stores) <= held:
            return
    raise _kept_changing(stores.public)


def _plans(stores: PlanStores) -> set[str]:
    return {plan.id for plan in stores.joint.catalogue.plans(replaced=True)}


def _is_source(name: str) -> bool:
    return name.split("/")[-2:-1] == [SOURCES]


def _sources(manifest: Manifest, folder: Path, place: str) -> dict[str, Path]:
    """The unpacked source files of one part of a backup, by digest."""
    found = (name for name in manifest.members if name.rpartition("/")[0] == place)
    return {Path(name).name: folder / name for name in found}


def _snapshot_others(stores: PlanStores, folder: Path) -> None:
    """Copy what the bots remember: the other databases of the folder, or their tables on the server."""
    database = stores.public.catalogue.database
    if database.is_server:
        with database.transaction() as connection:
            copying.copy_bots_out(connection, folder / _STATE)
        return
    own = {file.resolve() for store in (stores.public, stores.internal) if (file := store.catalogue.file)}
    for path in sorted(stores.public.folder.glob("*.sqlite3")):
        if path.name != FILE_NAME and path.resolve() not in own:
            _copy_database(path, folder / path.name)


def _snapshot(store: PlanStore, copy: Path) -> set[str]:
    """Copy the catalogue, and the kept files that it names into the folder beside the copy; returns its plans' ids."""
    if (file := store.catalogue.file) is not None:
        return _snapshot_of_file(store, file, copy)
    copy.unlink(missing_ok=True)  # of an earlier attempt
    with store.catalogue.database.transaction() as connection:
        copying.copy_out(connection, copy, copy.parent / SOURCES)
        return set(connection.execute(select(tables.plans.c.id)).scalars())


def _snapshot_of_file(store: PlanStore, database: Path, copy: Path) -> set[str]:
    """The same where the catalogue is a file.

    A writer may drop a file between the two, which shows in the catalogue's generation; then both are done again.
    """
    for _ in range(_ATTEMPTS):
        _copy_database(database, copy)
        with closing(sqlite3.connect(copy)) as connection:
            generation = connection.execute("SELECT value FROM state WHERE name = 'generation'").fetchone()[0]
            named = "SELECT source_sha256 FROM plans UNION SELECT source_sha256 FROM versions"
            wanted = [digest for (digest,) in connection.execute(named)]
            plans = {plan for (plan,) in connection.execute("SELECT id FROM plans")}
        found = {digest: path for digest in sorted(wanted) if (path := store.files.path(digest)) is not None}
        try:
            for digest, path in found.items():
                _link(path, copy.parent / SOURCES / digest)
        except FileNotFoundError:
            continue
        if store.catalogue.generation() == generation or len(found) == len(wanted):
            for dropped in set(os.listdir(copy.parent / SOURCES)) - set(found):
                (copy.parent / SOURCES / dropped).unlink()  # linked in an earlier attempt
            return plans
    raise _kept_changing(store)


def _kept_changing(store: PlanStore) -> BackupError:
    return BackupError(
        f"{store.where}: chỉ mục thay đổi liên tục trong lúc sao lưu; hãy chạy lại khi việc thêm kế hoạch xong",
        f"{store.where}: the index kept changing while it was backed up; run again when plans are no longer added",
    )


def _link(path: Path, link: Path) -> None:
    """Keep a file at hand though it may be dropped: by a second name where the disk is the same, else by a copy."""
    link.unlink(missing_ok=True)
    try:
        os.link(path, link)
    except FileNotFoundError:
        raise
    except OSError:
        shutil.copyfile(path, link)


def _copy_database(source: Path, target: Path) -> None:
    """Copy a SQLite database that may be in use over another that may be in use, in one step."""
    with (
        closing(sqlite3.connect(source, timeout=60)) as reading,
        closing(sqlite3.connect(target, timeout=60)) as writing,
    ):
        reading.backup(writing)


def _write(whole: Path, members: list[tuple[str, Path]], plans: int) -> Manifest:
    """Write the archive, the manifest last, and see it onto the disk."""
    written: dict[str, Member] = {}
    with whole.open("wb") as file:
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
            for name, path in members:
                digest, size = hashlib.sha256(), 0
                with path.open("rb") as reading, archive.open(name, "w", force_zip64=True) as packed:
                    while block := reading.read(_AT_ONCE):
                        digest.update(block)
                        size += len(block)
                        packed.write(block)
                written[name] = Member(bytes=size, sha256=digest.hexdigest())
            now = datetime.now(UTC).isoformat(timespec="seconds")
            manifest = Manifest(
                format=_FORMAT, schema_version=tables.SCHEMA_VERSION, made_at=now, plans=plans, members=written
            )
            archive.writestr(_MANIFEST, manifest.model_dump_json(indent=1))
        file.flush()
        os.fsync(file.fileno())
    return manifest


def _extract(source: Path, folder: Path) -> Manifest:
    """Unpack a backup into a folder, each member checked against the manifest, the catalogue by SQLite as well."""
    try:
        with zipfile.ZipFile(source) as archive:
            manifest = _manifest(source, archive)
            for name, member in manifest.members.items():
                _unpack(source, archive, name, member, folder / name)
    except FileNotFoundError as error:
        if error.filename is not None and Path(error.filename) != source:
            raise
        raise BackupError(f"{source}: không tìm thấy tệp này", f"{source}: no such file") from error
    except (IsADirectoryError, PermissionError) as error:
        raise BackupError(f"{source}: không đọc được tệp ({error})", f"{source}: cannot be read ({error})") from error
    except _BROKEN as error:
        raise _broken(source, str(error)) from error
    try:
        for name in (FILE_NAME, _INTERNAL_CATALOGUE):
            if name in manifest.members:
                _check_catalogue(source, name, folder / name)
    except sqlite3.Error as error:
        raise _broken(source, f"{name}: {error}") from error
    return manifest


def _check_catalogue(source: Path, name: str, path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        if connection.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
            raise _broken(source, name)
        schema = connection.execute("SELECT value FROM state WHERE name = 'schema'").fetchone()
    if schema != (tables.SCHEMA_VERSION,):
        raise _other_version(source, schema[0] if schema else "?")


def _manifest(source: Path, archive: zipfile.ZipFile) -> Manifest:
    try:
        if archive.getinfo(_MANIFEST).file_size > _LARGEST_MANIFEST:
            raise _broken(source, _MANIFEST)
        manifest = Manifest.model_validate_json(archive.read(_MANIFEST))
    except (KeyError, ValidationError) as error:
        raise BackupError(
            f"{source}: không phải bản sao lưu của chương trình này (không có {_MANIFEST} đọc được)",
            f"{source}: not a backup of this program (no {_MANIFEST} that can be read)",
        ) from error
    if manifest.format != _FORMAT or manifest.schema_version != tables.SCHEMA_VERSION:
        raise _other_version(source, manifest.schema_version)
    if FILE_NAME not in manifest.members or not all(_MEMBER.fullmatch(name) for name in manifest.members):
        raise _broken(source, _MANIFEST)
    return manifest


def _unpack(source: Path, archive: zipfile.ZipFile, name: str, member: Member, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    digest, size = hashlib.sha256(), 0
    try:
        packed = archive.open(name)
    except KeyError as error:
        raise _broken(source, name) from error
    with packed, target.open("wb") as unpacked:
        while (block := packed.read(_AT_ONCE)) and size <= member.bytes:
            digest.update(block)
            size += len(block)
            unpacked.write(block)
    if size != member.bytes or digest.hexdigest() != member.sha256:
        raise _broken(source, name)


@contextmanager
def _disk(place: Path) -> Iterator[None]:
    """Raises BackupError for what the disk raises."""
    try:
        yield
    except (OSError, sqlite3.Error) as error:
        if disk_is_full(str(error)):
            raise disk_full(place, error) from error
        raise BackupError(
            f"{place}: không ghi được ({error}); hãy kiểm tra đường dẫn, quyền ghi và dung lượng đĩa",
            f"{place}: cannot be written ({error}); check the path, the permissions and the disk space",
        ) from error


def _broken(source: Path, where: str) -> BackupError:
    return BackupError(
        f"{source}: bản sao lưu hỏng hoặc không đầy đủ ({where}); chỉ mục giữ nguyên, hãy dùng bản sao lưu khác",
        f"{source}: the backup is broken or incomplete ({where}); the index stays as it is, use another backup",
    )


def _other_version(source: Path, version: object) -> BackupError:
    return BackupError(
        f"{source}: bản sao lưu thuộc phiên bản {version}, chương trình cần phiên bản {tables.SCHEMA_VERSION}; hãy nạp"
        " bằng phiên bản chương trình đã sao lưu, hoặc thêm lại các tệp kế hoạch",
        f"{source}: the backup has version {version}, this program needs {tables.SCHEMA_VERSION}; load it with the"
        " program that made it, or add the plans' files again",
    )
