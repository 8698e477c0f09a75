"""`python -m bots.doctor [--language vi|en] [--json]`: exit code 1 where something must be mended."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints what is found; returns 0, or 1 where there is a fault."""
    parser = argparse.ArgumentParser(
        prog="python -m bots.doctor",
        description="Kiểm tra mọi thứ cần để trả lời, và nói cách sửa. / Checks all that answering needs.",
    )
    default = "en" if os.environ.get("LANG", "").startswith("en") else "vi"
    parser.add_argument("--language", choices=("vi", "en"), default=default, help="ngôn ngữ / language")
    parser.add_argument("--json", action="store_true", help="in kết quả dạng JSON / print JSON")
    parser.add_argument("--only", action="append", default=[], metavar="NAME", help="index, model, telegram…")
    asked = parser.parse_args(arguments)
    english = asked.language == "en"

    from bots.doctor.examination import examine
    from bots.doctor.findings import NAMES, Finding, Level

    marks = {Level.OK: ("ỔN ", "OK "), Level.WARNING: ("CHÚ Ý", "WARNING"), Level.FAULT: ("LỖI", "FAULT")}
    findings: list[Finding] = []
    for finding in examine(asked.only):
        findings.append(finding)
        if not asked.json:
            mark = marks[finding.level][english]
            print(f"{mark:7} {NAMES[finding.about][english]}: {finding.said(english)}", flush=True)
    counts = {level: sum(one.level is level for one in findings) for level in Level}
    if asked.json:
        listed = [
            {"about": one.about, "level": one.level.value, "message": one.said(english), "vietnamese": one.vietnamese}
            for one in findings
        ]
        print(json.dumps({"ok": not counts[Level.FAULT], "findings": listed}, ensure_ascii=False, indent=2))
    elif english:
        print(f"{counts[Level.FAULT]} faults, {counts[Level.WARNING]} warnings")
    else:
        print(f"{counts[Level.FAULT]} lỗi, {counts[Level.WARNING]} điều cần chú ý")
    return 1 if counts[Level.FAULT] else 0


if __name__ == "__main__":
    sys.exit(main())
