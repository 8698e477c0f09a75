"""What the command line says of plans that others have taken the place of, and of former versions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ingest.telling import Voice

if TYPE_CHECKING:
    from ingest.store.joint import ReadableStore
    from ingest.store.plan_store import Restored
    from ingest.store.records import PlanEntry


def list_lines(store: ReadableStore, everything: bool, voice: Voice) -> Iterator[str]:
    """A line for each plan in force; with `everything`, for the replaced ones too and for each former version."""
    plans = store.catalogue.plans(replaced=everything)
    width = max((len(plan.id) for plan in plans), default=0)
    kept = store.catalogue.versions.counts() if everything else {}
    for plan in plans:
        vietnamese = f"{plan.appendices} phụ lục, {plan.rows} hàng, {plan.sections} mục"
        english = f"{plan.appendices} appendices, {plan.rows} rows, {plan.sections} sections"
        line = f"{plan.id:{width}}  {voice.say(vietnamese, english)}  {plan.header.issuer}: {plan.header.title}"
        notes = [voice.say("nội bộ", "internal")] if plan.internal else []
        if plan.replaced_by:
            notes.append(_replaced(plan, voice))
        if plan.id in kept:
            count = kept[plan.id]
            notes.append(voice.say(f"giữ {count} phiên bản cũ", f"{count} former versions kept"))
        yield f"{line}  [{'; '.join(notes)}]" if notes else line


def version_lines(store: ReadableStore, plan_id: str, voice: Voice) -> Iterator[str]:
    """What stands under a plan's id, which plans it replaces or is replaced by, and its former versions, newest first.

    Raises UnknownPlanError.
    """
    versions = store.catalogue.versions
    successor = versions.successor(plan_id)
    plan = next(entry for entry in store.catalogue.plans(replaced=True) if entry.id == plan_id)
    standing = voice.say("hiện hành", "in force") if successor is None else _replaced(plan, voice)
    yield _version_line(plan.version, plan.added_at, plan.source.name, plan.header.number, standing)
    for former in versions.of(plan_id):
        until = voice.say(f"cũ, đến {former.replaced_at}", f"former, until {former.replaced_at}")
        source, header = former.plan.source, former.plan.header
        yield _version_line(former.version, former.added_at, source.name, header.number, until)
    for replaced in versions.replaced_by([plan_id]):
        yield "  " + voice.say(f"thay thế kế hoạch {replaced}", f"replaces the plan {replaced}")


def restored_line(restored: Restored, voice: Voice) -> str:
    """What bringing back did."""
    plan = restored.plan_id
    if (other := restored.was_replaced_by) is not None:
        return voice.say(
            f"{plan} lại được dùng để trả lời; {other} vẫn còn, nếu không cần nữa hãy chạy: python -m ingest remove"
            f" {other}",
            f"{plan} is in force again; {other} stays, if it is not wanted: python -m ingest remove {other}",
        )
    return voice.say(
        f"{plan}: đã khôi phục, nay là phiên bản {restored.version}; bản vừa bị thay được giữ làm phiên bản cũ",
        f"{plan}: restored, now version {restored.version}; what stood before is kept as a former version",
    )


def _replaced(plan: PlanEntry, voice: Voice) -> str:
    return voice.say(f"đã được thay thế bằng {plan.replaced_by}", f"replaced by {plan.replaced_by}")


def _version_line(version: int, added_at: str, name: str, number: str, standing: str) -> str:
    return "  ".join(part for part in (f"{version:>3}", added_at, number, name, f"[{standing}]") if part)
