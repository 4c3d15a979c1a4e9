"""The committed OpenAPI document is that of the program."""

import json
import subprocess
import sys
from pathlib import Path

COMMITTED = Path(__file__).parents[2] / "openapi.json"


def test_the_committed_document_is_up_to_date() -> None:
    command = [sys.executable, "-m", "massa_server", "openapi"]
    printed = subprocess.run(command, capture_output=True, check=True, text=True).stdout
    stale = "run: uv run massa-server openapi -o openapi.json"
    assert json.loads(COMMITTED.read_text()) == json.loads(printed), stale
