"""What lies on this machine: the model, the index, the right to write it, the disk, programs, the clock."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bots.doctor.findings import Finding, fault, fault_of, fine, warning
from ingest.embedding.loader import default_model_cache
from ingest.embedding.manifest import read_manifest
from ingest.embedding.package_model import package_file, read_package_model
from ingest.embedding.source import Origin, model_source
from ingest.errors import PlanError
from ingest.readers.scan.recogniser import RecogniserError, data_folder
from ingest.settings import Settings
from ingest.store.errors import NoIndexError
from ingest.store.plan_store import PlanStore, store_of

_MB = 1024 * 1024
_LEAST_MB, _FEW_MB = 200, 1024
"""Free disk below which nothing can be added, and below which it is soon so."""
_OFFICE = ("soffice", "libreoffice")
_OLDEST = datetime(2026, 1, 1, tzinfo=UTC)
_SKEW = timedelta(minutes=5)


def check_model(index: Settings) -> Iterator[Finding]:
    """The model that is installed, by its digest, and the converted one, by those of its files."""
    try:
        source = model_source(index.embedding_model)
        if source.origin is Origin.PACKAGE:
            read_package_model(package_file())
    except PlanError as error:
        yield fault_of("model", error)
        return
    cache = index.model_cache or default_model_cache()
    folder = cache / source.entry_name
    if (manifest := read_manifest(folder, source.stamp())) is not None:
        yield fine("model", f"{manifest.name}, nguyên vẹn tại {folder}", f"{manifest.name}, sound at {folder}")
    elif not _is_writable(cache):
        yield fault(
            "model",
            f"{folder}: mô hình chưa được chuyển đổi hoặc đã hỏng, và không ghi được vào {cache}; hãy cấp quyền ghi"
            " hoặc đặt MODEL_CACHE tới thư mục khác",
            f"{folder}: the model is not converted or damaged, and {cache} cannot be written; allow writing or set"
            " MODEL_CACHE to another folder",
        )
    elif folder.exists():
        yield warning(
            "model",
            f"{folder}: bản đã chuyển đổi bị hỏng hoặc cũ; sẽ được làm lại (nửa phút) ở câu hỏi đầu tiên",
            f"{folder}: what was converted is damaged or old; it is made again (half a minute) at the first question",
        )
    else:
        yield warning(
            "model",
            f"chưa được chuyển đổi vào {cache}; sẽ làm (nửa phút) ở câu hỏi đầu tiên",
            f"not yet converted into {cache}; that is done (half a minute) at the first question",
        )


def check_index(index: Settings) -> Iterator[Finding]:
    """Whether the index opens, is of this version, holds plans, and has all their vectors; then the clock beside it."""
    try:
        store = store_of(index)  # looked at as it is, not upgraded
        where = store.where
        if not store.catalogue.exists():
            raise NoIndexError(where)
    except PlanError as error:
        yield fault_of("index", error)
        return
    try:
        plans = store.catalogue.plans()
        rows, generation = sum(plan.rows for plan in plans), store.catalogue.generation()
        if not plans:
            yield warning(
                "index",
                f"{where}: chưa có kế hoạch nào; hãy thêm bằng: python -m ingest add FILE",
                f"{where}: no plans yet; add one: python -m ingest add FILE",
            )
        else:
            vietnamese = f"{where}: {len(plans)} kế hoạch, {rows} hàng, thế hệ {generation}"
            yield fine("index", vietnamese, f"{where}: {len(plans)} plans, {rows} rows, generation {generation}")
        yield from _check_vectors(store)
        added = (datetime.fromisoformat(str(plan.added_at)) for plan in plans)
        yield _check_clock(max((one if one.tzinfo else one.replace(tzinfo=UTC) for one in added), default=_OLDEST))
    except PlanError as error:
        yield fault_of("index", error)
    finally:
        store.close()


def _check_vectors(store: PlanStore) -> Iterator[Finding]:
    if not store.is_complete():
        yield fault(
            "index",
            "thiếu vectơ của mô hình đang dùng, nên không tìm được theo nghĩa; hãy chạy: python -m ingest rebuild",
            "vectors of the model in use are missing, so nothing is found by meaning; run: python -m ingest rebuild",
        )


def _check_clock(newest: datetime) -> Finding:
    now = datetime.now(UTC)
    if now < _OLDEST or newest - now > _SKEW:
        return fault(
            "clock",
            f"đồng hồ máy chỉ {now:%d/%m/%Y %H:%M} UTC, sớm hơn lúc thêm kế hoạch mới nhất ({newest:%d/%m/%Y %H:%M});"
            " hãy bật đồng bộ giờ (timedatectl set-ntp true)",
            f"the clock says {now:%Y-%m-%d %H:%M} UTC, before the newest plan was added ({newest:%Y-%m-%d %H:%M});"
            " turn on time synchronisation (timedatectl set-ntp true)",
        )
    return fine("clock", f"{now:%d/%m/%Y %H:%M} UTC", f"{now:%Y-%m-%d %H:%M} UTC")


def check_writing(index: Settings) -> Iterator[Finding]:
    """Whether plans can be added: the folder can be written, and the disk has room."""
    folder = Path(index.plan_index)
    there = _nearest(folder)
    if _is_writable(folder):
        yield fine("writing", f"{folder}: ghi được", f"{folder}: can be written")
    else:
        yield fault(
            "writing",
            f"{folder}: không ghi được; hãy cấp quyền ghi cho người dùng chạy chương trình, hoặc đổi PLAN_INDEX",
            f"{folder}: cannot be written; let the user that runs the program write it, or change PLAN_INDEX",
        )
    free = shutil.disk_usage(there).free // _MB
    if free < _LEAST_MB:
        mend = "free some, or move PLAN_INDEX to a larger disk"
        vietnamese = f"{there}: chỉ còn {free} MB; hãy dọn bớt hoặc chuyển PLAN_INDEX sang ổ lớn hơn"
        yield fault("disk", vietnamese, f"{there}: only {free} MB free; {mend}")
    elif free < _FEW_MB:
        yield warning("disk", f"{there}: còn {free} MB, sắp đầy; hãy dọn bớt", f"{there}: {free} MB free, soon full")
    else:
        yield fine("disk", f"{there}: còn {free // 1024} GB", f"{there}: {free // 1024} GB free")


def check_programs() -> Iterator[Finding]:
    """Programs without which some kinds of file cannot be read."""
    if program := next(filter(None, map(shutil.which, _OFFICE)), None):
        yield fine("programs", f"LibreOffice tại {program}", f"LibreOffice at {program}")
    else:
        yield warning(
            "programs",
            "không có LibreOffice, nên không đọc được .doc, .xls, .odt, .ods, .rtf; hãy cài: apt-get install"
            " libreoffice-writer libreoffice-calc",
            "no LibreOffice, so .doc, .xls, .odt, .ods and .rtf cannot be read; install it: apt-get install"
            " libreoffice-writer libreoffice-calc",
        )
    try:
        folder = data_folder()
        yield fine("programs", f"dữ liệu Tesseract tại {folder}", f"Tesseract's data at {folder}")
    except RecogniserError as error:
        yield warning("programs", error.vietnamese, error.english)


def _is_writable(folder: Path) -> bool:
    """Whether a file can be made in a folder or, where that is not there yet, in the nearest one above it."""
    try:
        with tempfile.TemporaryFile(dir=_nearest(folder)):
            return True
    except OSError:
        return False


def _nearest(folder: Path) -> Path:
    folder = folder.absolute()
    return next(one for one in (folder, *folder.parents) if one.is_dir())
