"""What the README says of settings and addresses is what there is."""

from __future__ import annotations

import re
from pathlib import Path

from fastapi.testclient import TestClient

from bots.settings import BotSettings
from bots.web.app import create_app
from tests.bots.web.serving import services_in

README = (Path(__file__).parents[2] / "README.md").read_text("utf-8")


def test_every_setting_of_the_bots_stands_in_the_readme() -> None:
    for name in BotSettings.model_fields:
        assert f"`{name.upper()}`" in README, name


def test_every_address_of_the_readme_is_there(tmp_path: Path) -> None:
    addresses = re.findall(r"^\| (`[^|]+) \|", README.split("## Web")[1].split("## Configure")[0], re.MULTILINE)
    paths = [
        path.replace("{id}", "{plan_id}") for line in addresses for path in re.findall(r"(/[a-z0-9/{}._…-]*)", line)
    ]
    with TestClient(create_app(services_in(tmp_path))) as client:
        known = {*client.get("/openapi.json").json()["paths"], "/openapi.json", "/api/admin/…"}
        pages = {"/", "/sources/{anchor}", "/evaluator", "/problems", "/staff"}
    assert len(paths) > 12
    assert set(paths) <= known | pages
