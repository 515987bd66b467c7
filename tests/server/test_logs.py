"""Lines of the log, and the settings of the server."""

from __future__ import annotations

import json
import logging
import re
import subprocess
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from phahe_server import settings
from phahe_server.logs import JsonFormatter

ROOT = Path(__file__).parents[2]


def test_a_request_is_one_line_without_what_was_asked(client: TestClient, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, logger="phahe.requests"):
        answer = client.get("/sparql", params={"query": "ASK { <urn:secret> ?p ?o }"}, headers={"X-Request-ID": "lan-1"})
        assert answer.headers["X-Request-ID"] == "lan-1"
        other = client.get("/health/live", headers={"X-Request-ID": 'bad"\x7f id'}).headers["X-Request-ID"]
    assert re.fullmatch("[0-9a-f]{16}", other)
    line = json.loads(JsonFormatter().format(caplog.records[0]))
    assert (line["path"], line["route"], line["status"]) == ("/sparql", "/sparql", 200)
    assert "secret" not in json.dumps(line)


def test_a_failure_is_one_line_of_json() -> None:
    try:
        raise ValueError("chữ\nhai dòng")
    except ValueError as error:
        record = logging.LogRecord("uvicorn.error", logging.ERROR, "x", 1, "it failed: %s", ("x",), (type(error), error, None))
    text = JsonFormatter().format(record)
    assert "\n" not in text
    assert json.loads(text)["message"] == "it failed: x"
    assert "hai dòng" in json.loads(text)["exception"]


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"PHAHE_WRITE_SECONDS": "soon"}, "PHAHE_WRITE_SECONDS must be a positive number"),
        ({"PHAHE_UPLOAD_MB": "-1"}, "PHAHE_UPLOAD_MB"),
        ({"PHAHE_LOG": "all"}, "PHAHE_LOG must be one of"),
        ({"PHAHE_ADMIN_TOKEN_FILE": "/no/such/file"}, "PHAHE_ADMIN_TOKEN_FILE"),
        ({"PHAHE_ADMIN_TOKEN": "lan:"}, "without a token"),
    ],
)
def test_a_setting_without_sense_is_named(given: dict[str, str], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        settings.read(given)


def test_tokens_come_from_the_variable_and_the_file(tmp_path: Path) -> None:
    (tmp_path / "tokens").write_text("hoa:abc\n\n", encoding="utf-8")
    found = settings.read({"PHAHE_ADMIN_TOKEN": "one, lan:two", "PHAHE_ADMIN_TOKEN_FILE": str(tmp_path / "tokens")})
    assert found.tokens == {"one": "admin", "two": "lan", "abc": "hoa"}
    assert settings.read({}).tokens == {}


def test_the_table_of_settings_says_what_the_code_does() -> None:
    text = (ROOT / "docs/operations.md").read_text(encoding="utf-8")
    told = re.findall(r"^\| `(PHAHE_\w+)` \| (?:`(.*?)`|none) \| (.+) \|$", text, re.MULTILINE)
    assert told == [(setting.name, setting.default, setting.purpose) for setting in settings.SETTINGS]


def test_no_setting_is_read_that_the_table_leaves_out() -> None:
    known = {setting.name for setting in settings.SETTINGS}
    used = {
        name
        for folder in ("phahe", "server/phahe_server")
        for path in (ROOT / folder).rglob("*.py")
        for name in re.findall(r"\"(PHAHE_[A-Z_]+[A-Z])\"", path.read_text(encoding="utf-8"))
    }
    assert used <= known


def test_the_unit_and_the_container_name_things_that_exist() -> None:
    unit = (ROOT / "deploy/phahe.service").read_text(encoding="utf-8")
    container = (ROOT / "deploy/Containerfile").read_text(encoding="utf-8")
    known = {setting.name for setting in settings.SETTINGS}
    assert set(re.findall(r"PHAHE_[A-Z_]+", unit + container)) <= known
    assert "serve" in unit
    assert "/health/ready" in container
    try:
        done = subprocess.run(
            ["systemd-analyze", "verify", str(ROOT / "deploy/phahe.service")], check=False, capture_output=True, text=True, timeout=30
        )
    except FileNotFoundError:
        pytest.skip("systemd-analyze is not here")
    complaints = [line for line in done.stderr.splitlines() if "phahe.service" in line and "is not executable" not in line]
    assert not complaints
