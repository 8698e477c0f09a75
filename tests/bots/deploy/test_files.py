"""What stands in `deploy/` is what its programs take: linted, validated, and for the proxy, run.

No container engine, no cluster and no running systemd is needed; what each would read is checked by the program that
reads it or against its published schema. All linters come from PyPI (the extra `dev`), but systemd's and kubectl.
"""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import httpx
import kubernetes_validate
import pytest
import yaml

from bots.settings import BotSettings
from bots.telegram.settings import TelegramSettings
from ingest.settings import Settings
from tests.bots.web.serving import served_in

DEPLOY = Path(__file__).parents[3] / "deploy"
BIN = Path(sys.executable).parent

pytestmark = pytest.mark.once(reason="is about what stands in deploy/")

UNITS = sorted((DEPLOY / "systemd").glob("*.service")) + sorted((DEPLOY / "systemd").glob("*.timer"))
MANIFESTS = sorted(set((DEPLOY / "kubernetes").glob("*.yaml")) - {DEPLOY / "kubernetes" / "kustomization.yaml"})


def run(*command: str | Path, **environment: str) -> str:
    """What a program says; its failure fails the test."""
    done = subprocess.run(
        [str(part) for part in command], capture_output=True, text=True, check=False, env={**os.environ, **environment}
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


def test_the_containerfile_passes_its_linter_without_a_word() -> None:
    assert run(BIN / "hadolint", DEPLOY / "Containerfile") == ""


def test_the_image_is_not_run_by_root_and_copies_what_there_is() -> None:
    text = (DEPLOY / "Containerfile").read_text()
    assert re.search(r"^USER 10001:10001$", text, re.MULTILINE)
    kept = (DEPLOY.parent / ".containerignore").read_text().splitlines()
    for sources, _ in re.findall(r"^COPY (?!--from)(.+) (\S+)$", text, re.MULTILINE):
        for source in sources.split():
            assert (DEPLOY.parent / source).exists(), source
            assert f"!{source}" in kept, source


def test_the_compose_file_is_of_the_published_schema() -> None:
    run(BIN / "check-jsonschema", "--builtin-schema", "vendor.compose-spec", DEPLOY / "compose.yaml")
    run(BIN / "yamllint", "--strict", "-c", DEPLOY / ".yamllint.yaml", DEPLOY / "compose.yaml", DEPLOY / "kubernetes")


def test_the_compose_file_hangs_together() -> None:
    compose = yaml.safe_load((DEPLOY / "compose.yaml").read_text())
    services = compose["services"]
    for name, service in services.items():
        assert set(service.get("depends_on", ())) <= services.keys(), name
        assert set(service.get("networks", ())) <= compose["networks"].keys(), name
        volumes = {volume.split(":")[0] for volume in service.get("volumes", ()) if not volume.startswith(".")}
        assert volumes <= compose["volumes"].keys(), name
    assert {name for name, service in services.items() if "ports" in service} == {"proxy"}
    for name in ("web", "bot"):
        assert services[name]["read_only"] is True
        assert services[name]["cap_drop"] == ["ALL"]
    named = set(re.findall(r"\$\{(\w+)", (DEPLOY / "compose.yaml").read_text()))
    optional = {"LLM_MODEL", "LLM_BASE_URL", "LLM_API_KEY", "OTEL_EXPORTER_OTLP_ENDPOINT", "TORCH_INDEX"}
    assert named - optional == set(re.findall(r"^(\w+)=", (DEPLOY / "env.example").read_text(), re.MULTILINE))


def test_settings_that_are_given_exist() -> None:
    from assistant.settings import AssistantSettings

    groups = (Settings, BotSettings, TelegramSettings, AssistantSettings)
    known = {name.upper() for kind in groups for name in kind.model_fields} | {"POSTGRES_PASSWORD"}
    compose = yaml.safe_load((DEPLOY / "compose.yaml").read_text())["services"]
    given = {name for service in ("web", "bot") for name in compose[service]["environment"]}
    for path in MANIFESTS:
        for document in yaml.safe_load_all(path.read_text()):
            if document["kind"] == "ConfigMap":
                given |= document["data"].keys()
            if document["kind"] == "Deployment":
                (container,) = document["spec"]["template"]["spec"]["containers"]
                given |= {one["name"] for one in container["env"]}
    for unit in UNITS:
        for line in re.findall(r"^Environment=(.+)$", unit.read_text(), re.MULTILINE):
            given |= {one.split("=")[0] for one in line.split()}
    assert len(given) > 15
    assert given <= known


@pytest.mark.parametrize("path", MANIFESTS, ids=lambda path: path.name)
def test_manifests_are_what_kubernetes_takes(path: Path) -> None:
    for document in yaml.safe_load_all(path.read_text()):
        kubernetes_validate.validate(document, "1.32", strict=True)


def test_the_kustomization_builds_and_every_pod_is_restricted() -> None:
    listed = yaml.safe_load((DEPLOY / "kubernetes" / "kustomization.yaml").read_text())["resources"]
    assert {DEPLOY / "kubernetes" / name for name in listed} == set(MANIFESTS)
    documents = [document for path in MANIFESTS for document in yaml.safe_load_all(path.read_text())]
    workloads = [one["spec"] for one in documents if one["kind"] in ("Deployment", "StatefulSet")]
    assert len(workloads) == 4
    for workload in workloads:
        pod = workload["template"]["spec"]
        assert pod["securityContext"]["runAsNonRoot"] is True
        assert pod["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
        (container,) = pod["containers"]
        assert container["securityContext"]["allowPrivilegeEscalation"] is False
        assert container["securityContext"]["capabilities"] == {"drop": ["ALL"]}
        assert container["resources"]["limits"]["memory"]
        mounted = {one["name"] for one in container["volumeMounts"]}
        claimed = {one["metadata"]["name"] for one in workload.get("volumeClaimTemplates", ())}
        assert mounted == {one["name"] for one in pod.get("volumes", ())} | claimed
    if shutil.which("kubectl") is None:
        pytest.skip("kubectl is not installed: the manifests were checked one by one, not as built by kustomize")
    built = run("kubectl", "kustomize", DEPLOY / "kubernetes")
    for document in yaml.safe_load_all(built):
        kubernetes_validate.validate(document, "1.32", strict=True)
        assert document["kind"] == "Namespace" or document["metadata"]["namespace"] == "plan-assistant"


@pytest.fixture
def units(tmp_path: Path) -> list[Path]:
    """The units with a program that is there."""
    if shutil.which("systemd-analyze") is None:
        pytest.skip("systemd-analyze is not installed")
    made = []
    for unit in UNITS:
        copy = tmp_path / unit.name
        copy.write_text(unit.read_text().replace("/opt/plan-assistant/.venv/bin/python", "/usr/bin/env"))
        made.append(copy)
    return made


def test_units_are_what_systemd_takes(units: list[Path]) -> None:
    assert run("systemd-analyze", "verify", "--man=no", *units) == ""


def test_units_are_exposed_to_little(units: list[Path]) -> None:
    for unit in units:
        if unit.suffix == ".service":
            said = run("systemd-analyze", "security", "--offline=true", "--threshold=20", "--no-pager", unit)
            assert "Overall exposure level" in said


def test_units_run_commands_that_there_are() -> None:
    for unit in UNITS:
        for module in re.findall(r"^ExecStart=\S+ -m (\S+)", unit.read_text(), re.MULTILINE):
            run(sys.executable, "-c", f"import {module}.__main__")


@contextmanager
def proxied(upstream: str, folder: Path) -> Iterator[str]:
    """The address of Caddy with our Caddyfile before a server."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    own = folder / "Caddyfile"  # a certificate of its own, no ports that need rights
    options = "{\n\tlocal_certs\n\tauto_https disable_redirects\n"
    own.write_text((DEPLOY / "Caddyfile").read_text().replace("{\n", options, 1))
    environment = {
        **os.environ,
        "SITE_ADDRESS": f"https://localhost:{port}",
        "UPSTREAM": upstream.removeprefix("http://"),
        "XDG_DATA_HOME": str(folder),
        "XDG_CONFIG_HOME": str(folder),
    }
    command = [str(BIN / "caddy"), "run", "--config", str(own), "--adapter", "caddyfile"]
    with (folder / "caddy.log").open("wb") as log:
        caddy = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
        try:
            _wait_open(port, caddy, folder / "caddy.log")
            yield f"https://localhost:{port}"
        finally:
            caddy.terminate()
            caddy.wait(20)


def _wait_open(port: int, process: subprocess.Popen[Any], log: Path) -> None:
    """Wait until the proxy takes connections with its certificate, which it makes after it has begun to listen."""
    ends_at = time.monotonic() + 60
    while time.monotonic() < ends_at:
        assert process.poll() is None, log.read_text()
        with suppress(httpx.HTTPError):
            httpx.get(f"https://localhost:{port}/healthz", verify=False, trust_env=False, timeout=5)
            return
        time.sleep(0.1)
    raise AssertionError(log.read_text())


def test_the_caddyfile_is_valid() -> None:
    command = (BIN / "caddy", "validate", "--config", DEPLOY / "Caddyfile", "--adapter", "caddyfile")
    said = run(*command, SITE_ADDRESS="a.vn")
    assert "Valid configuration" in said
    run(BIN / "caddy", "fmt", "--diff", DEPLOY / "Caddyfile")


@pytest.mark.usefixtures("socket_enabled")
def test_the_proxy_passes_answers_and_keeps_figures_inside(tmp_path: Path) -> None:
    with (
        served_in(tmp_path / "index") as upstream,
        proxied(upstream, tmp_path) as url,
        httpx.Client(base_url=url, verify=False, trust_env=False, timeout=30) as client,  # its own authority
    ):
        asked = {"question": "Ai chủ trì triển khai bệnh án điện tử tại các bệnh viện?"}
        answer = client.post("/api/ask", json=asked, headers={"x-request-id": "của-kẻ-lạ".encode().hex()})
        stream = client.post("/api/ask/stream", json=asked)
        figures, ready, alive = (client.get(path) for path in ("/metrics", "/readyz", "/healthz"))
        assert httpx.get(f"{upstream}/metrics", trust_env=False).status_code == 200
    assert answer.json()["answerable"]
    assert re.fullmatch(r"[0-9a-f]{8}-[0-9a-f-]{27}", answer.headers["x-request-id"])
    assert "event: done" in stream.text
    assert (figures.status_code, ready.status_code, alive.status_code) == (404, 404, 200)
