"""`python -m ingest add --internal`, `mark` and what the other commands then say."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.__main__ import main
from tests.servers import use
from tests.small_plan import PLAN


def test_a_plan_is_added_as_internal_marked_public_and_back(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    use(monkeypatch, tmp_path / "index")
    file = tmp_path / "mat-2027.md"
    file.write_text(PLAN.format(lead="Phòng Mật vụ"), "utf-8")

    def run(*arguments: str) -> tuple[int, str]:
        code = main([*arguments, "--index", str(tmp_path / "index")])
        told = capsys.readouterr()
        return code, told.out + told.err

    assert run("add", str(file), "--internal")[0] == 0
    assert "[nội bộ]" in run("list")[1]
    assert "mat-2027" not in run("list", "--public")[1]
    assert run("show", "mat-2027", "--public")[0] == 1
    assert run("show", "mat-2027")[0] == 0
    assert run("mark", "mat-2027", "--public") == (0, "mat-2027: công khai\n")
    assert run("mark", "mat-2027", "--public") == (0, "mat-2027: công khai từ trước\n")
    assert "[nội bộ]" not in run("list", "--public")[1]
    assert "mat-2027" in run("list", "--public")[1]
    assert run("mark", "mat-2027", "--internal", "--language", "en") == (0, "mat-2027: internal\n")
    code, told = run("mark", "khong-co", "--internal")
    assert (code, "khong-co" in told) == (1, True)
    assert run("remove", "mat-2027")[0] == 0
    assert "mat-2027" not in run("list")[1]
    with pytest.raises(SystemExit):
        run("mark", "mat-2027")
