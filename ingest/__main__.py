"""The command line: `python -m ingest COMMAND`, the commands being those of `_parser`.

Only what is needed to read the arguments is imported here; the store and the readers come with the command that needs
them, so that `--help` is instant. Progress and errors go to stderr, what was asked for to stdout. Exit code 0, or 1
with a line that says why.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ingest.telling import Voice, progress, summary

if TYPE_CHECKING:
    from ingest.store.joint import ReadableStore
    from ingest.store.plan_stores import PlanStores


Command = Callable[[argparse.Namespace, Voice], int]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code. Raises SystemExit (2) for arguments that make no sense."""
    voice = _voice(arguments)
    parsed = _parser(voice).parse_args(arguments)
    from ingest.errors import PlanError
    from ingest.piping import reader_has_gone

    command: Command = parsed.command
    try:
        code = command(parsed, voice)
        sys.stdout.flush()
        return code
    except PlanError as error:
        voice.error(voice.say(error.vietnamese, error.english))
        return 1
    except KeyboardInterrupt:
        voice.error(voice.say("đã dừng; chỉ mục giữ những gì đã xong", "stopped; the index keeps what was finished"))
        return 130
    except BrokenPipeError:
        return reader_has_gone()


def add(arguments: argparse.Namespace, voice: Voice) -> int:
    """Read files into the index; 1 if any of them failed."""
    from ingest.logs import LogFormat, bound, new_id, set_up_logging
    from ingest.pipeline import Status, default_reading, ingest_paths
    from ingest.settings import Settings

    began, settings = time.monotonic(), Settings()
    as_lines = settings.log_format is LogFormat.JSON
    set_up_logging(settings.log_format, settings.log_level, "ingest")
    stores = _stores(arguments)
    telling = progress(voice, as_lines)
    try:
        with bound(request_id=new_id()):
            reading, plan_id, target = default_reading(), arguments.id or "", stores.adding(arguments.internal)
            outcomes = ingest_paths(arguments.paths, target, reading, telling, plan_id, telling.watch)
            completed = stores.complete(telling.embedded)
    finally:
        telling.close()
    if settings.metrics_file is not None:
        from ingest.figures import write_figures

        write_figures(settings.metrics_file, outcomes, time.monotonic() - began)
    print(summary(outcomes, completed, time.monotonic() - began, voice))
    return 1 if any(outcome.status is Status.FAILED for outcome in outcomes) else 0


def list_plans(arguments: argparse.Namespace, voice: Voice) -> int:
    """A line for each plan."""
    from ingest.history import list_lines

    lines = list(list_lines(_readable(arguments), arguments.all, voice))
    if not lines:
        voice.error(voice.say("chưa có kế hoạch nào", "no plans yet"))
    for line in lines:
        print(line)
    return 0


def versions(arguments: argparse.Namespace, voice: Voice) -> int:
    """What stands and stood under a plan's id."""
    from ingest.history import version_lines

    for line in version_lines(_readable(arguments), arguments.plan, voice):
        print(line)
    return 0


def restore(arguments: argparse.Namespace, voice: Voice) -> int:
    """Bring back a plan that another has replaced, or a former version."""
    from ingest.history import restored_line

    telling = progress(voice)
    try:
        done = _stores(arguments, must_exist=True).restore(arguments.plan, arguments.version, telling.embedded)
    finally:
        telling.close()
    print(restored_line(done, voice))
    return 0


def backup(arguments: argparse.Namespace, voice: Voice) -> int:
    """Put the whole index into one file, while it is in use."""
    from ingest.backup import back_up

    made = back_up(_stores(arguments, must_exist=True), arguments.file)
    size = f"{made.bytes / 1e6:.1f} MB"
    vietnamese = f"{arguments.file}: {made.plans} kế hoạch, {made.files} tệp gốc, {size}"
    print(voice.say(vietnamese, f"{arguments.file}: {made.plans} plans, {made.files} source files, {size}"))
    return 0


def load(arguments: argparse.Namespace, voice: Voice) -> int:
    """Put a backup in the place of all that the index holds."""
    from ingest.backup import load_backup

    telling = progress(voice)
    try:
        done = load_backup(_stores(arguments), arguments.file, arguments.force, telling.embedded)
    finally:
        telling.close()
    vietnamese = f"đã nạp {done.plans} kế hoạch, {done.files} tệp gốc từ {arguments.file} (sao lưu lúc {done.made_at})"
    english = f"loaded {done.plans} plans and {done.files} source files from {arguments.file} (made at {done.made_at})"
    print(voice.say(vietnamese, english))
    return 0


def show(arguments: argparse.Namespace, voice: Voice) -> int:
    """The outline of a plan, or one row or section of it in full, with a picture of where it stands."""
    from ingest.outline import details, outline

    store = _readable(arguments)
    plan = store.catalogue.plan(arguments.plan)
    if not arguments.row:
        print("\n".join(outline(plan, voice.english)))
        return 0
    place, lines = details(plan, arguments.row, voice.english)
    print("\n".join(lines))
    if arguments.png:
        from ingest.page_images import place_image

        arguments.png.write_bytes(place_image(store, plan.id, place))
    return 0


def remove(arguments: argparse.Namespace, voice: Voice) -> int:
    """Remove a plan."""
    _stores(arguments, must_exist=True).remove(arguments.plan)
    voice.error(voice.say(f"đã xóa {arguments.plan}", f"removed {arguments.plan}"))
    return 0


def mark(arguments: argparse.Namespace, voice: Voice) -> int:
    """Make a plan internal, or public."""
    telling = progress(voice)
    try:
        changed = _stores(arguments, must_exist=True).mark(arguments.plan, arguments.internal, telling.embedded)
    finally:
        telling.close()
    side = voice.say("nội bộ", "internal") if arguments.internal else voice.say("công khai", "public")
    was = voice.say(" từ trước", " already")
    voice.error(voice.say(f"{arguments.plan}: {side}", f"{arguments.plan}: {side}") + ("" if changed else was))
    return 0


def rebuild(arguments: argparse.Namespace, voice: Voice) -> int:
    """Build the word index and the vectors anew from the catalogue."""
    telling = progress(voice)
    try:
        embedded = _stores(arguments, must_exist=True).rebuild(telling.embedded)
    finally:
        telling.close()
    print(voice.say(f"đã dựng lại chỉ mục: {embedded} đoạn", f"index rebuilt: {embedded} passages"))
    return 0


def migrate(arguments: argparse.Namespace, voice: Voice) -> int:
    """Bring the tables of an index of an earlier version up to date, and create them where they are missing."""
    done = _stores(arguments, as_it_is=True).migrate()
    print(
        voice.say("đã nâng cấp chỉ mục", "the index is upgraded")
        if done
        else voice.say("chỉ mục đã đúng phiên bản", "the index is up to date")
    )
    return 0


def export(arguments: argparse.Namespace, voice: Voice) -> int:
    """The rows as JSON lines."""
    from ingest.export import export_lines

    catalogue = _readable(arguments).catalogue
    for plan_id in arguments.plan or [plan.id for plan in catalogue.plans()]:
        for line in export_lines(catalogue.plan(plan_id)):
            print(line)
    return 0


def _stores(arguments: argparse.Namespace, must_exist: bool = False, as_it_is: bool = False) -> PlanStores:
    from ingest.settings import Settings
    from ingest.store.plan_stores import open_stores, stores_of

    settings = Settings(plan_index=arguments.index) if arguments.index else Settings()
    return stores_of(settings) if as_it_is else open_stores(settings, must_exist=must_exist)


def _readable(arguments: argparse.Namespace) -> ReadableStore:
    """All plans, or with `--public` those that everybody may see."""
    stores = _stores(arguments, must_exist=True)
    return stores.public if arguments.public else stores.joint


def _voice(arguments: Sequence[str] | None) -> Voice:
    """The language, found before the arguments are read, so that help and complaints are in it too."""
    early = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
    early.add_argument("--language", default="en" if os.environ.get("LANG", "").startswith("en") else "vi")
    return Voice(early.parse_known_args(arguments)[0].language == "en")


def _parser(voice: Voice) -> argparse.ArgumentParser:
    say = voice.say
    common = argparse.ArgumentParser(add_help=False)
    where = say("thư mục chỉ mục (mặc định PLAN_INDEX, var/index)", "index folder (default PLAN_INDEX, var/index)")
    common.add_argument("--index", type=Path, metavar="DIR", help=where)
    common.add_argument("--language", choices=("vi", "en"), help=say("ngôn ngữ thông báo", "language of messages"))
    about = say("Đọc kế hoạch vào chỉ mục.", "Reads plans into the index.")
    parser = argparse.ArgumentParser("python -m ingest", description=about)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def command(name: str, run: Command, vietnamese: str, english: str) -> argparse.ArgumentParser:
        added = commands.add_parser(name, parents=[common], help=say(vietnamese, english))
        added.set_defaults(command=run)
        return added

    adding = command("add", add, "thêm, cập nhật kế hoạch từ tệp, thư mục", "add or update plans from files, folders")
    adding.add_argument("paths", nargs="+", type=Path, metavar="PATH")
    of_one = say("mã kế hoạch, khi thêm một tệp", "id of the plan, when adding one file")
    adding.add_argument("--id", type=_plan_id, help=of_one)
    inside = say("kế hoạch nội bộ, chỉ trả lời người được phép", "internal: answered to those who are allowed alone")
    adding.add_argument("--internal", action="store_true", help=inside)
    listing = command("list", list_plans, "liệt kê các kế hoạch", "list the plans")
    also = say("cả kế hoạch đã bị thay thế và số phiên bản cũ", "replaced plans too, and how many former versions")
    listing.add_argument("--all", action="store_true", help=also)
    showing = command("show", show, "xem cấu trúc một kế hoạch, một hàng", "outline of a plan, or one row of it")
    showing.add_argument("plan", metavar="PLAN")
    of_row = say("chỉ hàng hoặc mục này (pl-1/13, III.7.2)", "only this row or section (pl-1/13, III.7.2)")
    showing.add_argument("--row", metavar="ANCHOR", help=of_row)
    drawn = say("ghi ảnh trang có đánh dấu hàng đó", "write a picture of the page with the row marked")
    showing.add_argument("--png", type=Path, metavar="FILE", help=drawn)
    marking = command("mark", mark, "đổi kế hoạch thành nội bộ, công khai", "make a plan internal, or public")
    marking.add_argument("plan", metavar="PLAN")
    sides = marking.add_mutually_exclusive_group(required=True)
    sides.add_argument("--internal", action="store_true", help=inside)
    sides.add_argument("--public", action="store_false", dest="internal", help=say("công khai", "public"))
    history = command("versions", versions, "xem các phiên bản của một kế hoạch", "the versions of a plan")
    history.add_argument("plan", metavar="PLAN")
    back = say("khôi phục kế hoạch đã bị thay thế hoặc phiên bản cũ", "bring back a replaced plan or a former version")
    restoring = command("restore", restore, back, back)
    restoring.add_argument("plan", metavar="PLAN")
    which = say("số của phiên bản cũ, xem bằng lệnh versions", "number of a former version, see the command versions")
    restoring.add_argument("--version", type=int, metavar="N", help=which)
    gone = ("xóa một kế hoạch cùng các phiên bản cũ", "remove a plan with its former versions")
    command("remove", remove, *gone).add_argument("plan", metavar="PLAN")
    command("rebuild", rebuild, "dựng lại chỉ mục từ dữ liệu đã đọc", "rebuild the index from what was read")
    command("migrate", migrate, "nâng cấp chỉ mục của phiên bản trước", "upgrade an index of an earlier version")
    exporting = command("export", export, "xuất các hàng, mỗi hàng một dòng JSON", "export the rows as JSON lines")
    for one in (listing, showing, history, exporting):
        one.add_argument("--public", action="store_true", help=say("chỉ kế hoạch công khai", "public plans only"))
    exporting.add_argument("--plan", action="append", metavar="ID", help=say("chỉ kế hoạch này", "only this plan"))
    whole = (
        "sao lưu toàn bộ chỉ mục vào một tệp, kể cả khi đang phục vụ",
        "back up the index to a file, while serving",
    )
    command("backup", backup, *whole).add_argument("file", type=Path, metavar="FILE")
    loading = command("load", load, "nạp lại bản sao lưu", "load a backup")
    loading.add_argument("file", type=Path, metavar="FILE")
    forced = say("thay toàn bộ những gì chỉ mục đang có", "in the place of all that the index holds")
    loading.add_argument("--force", action="store_true", help=forced)
    return parser


def _plan_id(text: str) -> str:
    from ingest.vietnamese import slug

    if not text or slug(text) != text:
        raise argparse.ArgumentTypeError(f"{text!r}: a-z 0-9 -, {slug(text) or 'so-y-te-2026'}")
    return text


if __name__ == "__main__":
    sys.exit(main())
