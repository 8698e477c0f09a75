"""Old and other office formats (.doc, .xls, .odt, .ods, .rtf) by LibreOffice, which makes them .docx or .xlsx.

LibreOffice runs without a window, with a profile of its own that is thrown away: macros are off, and links to other
files and addresses are not followed.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

from ingest.errors import ReadError
from ingest.readers.kinds import Kind
from ingest.readers.limits import Limits

_PROGRAMS = ("soffice", "libreoffice")
_TARGETS = {Kind.XLS: "xlsx", Kind.ODS: "xlsx"}
_FILTERS = {"docx": "docx:MS Word 2007 XML", "xlsx": "xlsx:Calc MS Excel 2007 XML"}
_SETTINGS = (
    ("Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Office.Common/Security/Scripting", "DisableActiveContent", "true"),
    ("Office.Calc/Content/Update", "Link", "1"),  # never
    ("Office.Writer/Content/Update", "Link", "0"),  # never
    ("Inet/Settings", "ooInetProxyType", "2"),
    ("Inet/Settings", "ooInetHTTPProxyName", "127.0.0.1"),
    ("Inet/Settings", "ooInetHTTPProxyPort", "9"),
    ("Inet/Settings", "ooInetHTTPSProxyName", "127.0.0.1"),
    ("Inet/Settings", "ooInetHTTPSProxyPort", "9"),
)


def convert(data: bytes, kind: Kind, name: str, limits: Limits) -> tuple[bytes, Kind]:
    """A file as .docx or .xlsx, and which of them.

    Raises ReadError where LibreOffice is not installed, takes too long, or does not understand the file.
    """
    program = next(filter(None, map(shutil.which, _PROGRAMS)), None)
    if program is None:
        saved = ".xlsx" if kind in _TARGETS else ".docx"
        raise ReadError(
            name,
            f"cần LibreOffice để đọc {kind.label}: hãy cài (apt-get install libreoffice-writer libreoffice-calc) hoặc"
            f" mở bằng Word, Excel rồi lưu thành {saved}",
            f"LibreOffice is needed to read {kind.label}: install it (apt-get install libreoffice-writer"
            f" libreoffice-calc), or open the file in Word or Excel and save it as {saved}",
        )
    target = _TARGETS.get(kind, "docx")
    with tempfile.TemporaryDirectory(prefix="plan-") as folder:
        source = Path(folder, f"document{kind.suffixes[0]}")
        source.write_bytes(data)
        _write_profile(Path(folder, "profile"))
        command = [
            program,
            f"-env:UserInstallation={Path(folder, 'profile').as_uri()}",
            *("--headless", "--norestore", "--nolockcheck", "--nodefault", "--convert-to", _FILTERS[target]),
            *("--outdir", folder, str(source)),
        ]
        _run(command, folder, name, limits.seconds)
        made = Path(folder, f"document.{target}")
        if not made.is_file() or made == source or not made.stat().st_size:
            raise ReadError(
                name,
                f"LibreOffice không đọc được tệp {kind.label}, có thể tệp hỏng hoặc có mật khẩu",
                f"LibreOffice cannot read the {kind.label} file; it may be damaged or have a password",
            )
        limits.check_unpacked(made.stat().st_size, name)
        return made.read_bytes(), Kind.XLSX if target == "xlsx" else Kind.DOCX


def _run(command: list[str], folder: str, name: str, seconds: int) -> None:
    """Runs LibreOffice in a process group of its own, all of which ends when its time is up."""
    environment = {key: os.environ[key] for key in ("PATH", "LANG", "LC_ALL", "TMPDIR") if key in os.environ}
    environment["HOME"] = folder
    process = subprocess.Popen(
        command, cwd=folder, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL, start_new_session=True,
    )  # fmt: skip
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        raise ReadError(
            name,
            f"LibreOffice đọc quá {seconds} giây (READ_SECONDS)",
            f"LibreOffice took longer than {seconds} seconds (READ_SECONDS)",
        ) from None
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _write_profile(profile: Path) -> None:
    items = "".join(
        f'<item oor:path="/org.openoffice.{path}"><prop oor:name="{name}" oor:op="fuse">'
        f"<value>{value}</value></prop></item>"
        for path, name, value in _SETTINGS
    )
    user = profile / "user"
    user.mkdir(parents=True)
    (user / "registrymodifications.xcu").write_text(
        '<?xml version="1.0" encoding="UTF-8"?>\n<oor:items xmlns:oor="http://openoffice.org/2001/registry"'
        ' xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"{items}</oor:items>\n",
        encoding="utf-8",
    )
