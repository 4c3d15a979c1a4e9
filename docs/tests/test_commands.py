"""What the pages tell people to type works.

Listings in `sh` are run in order, as they stand, in a copy of the repository; one that cannot be run here says why:
```` ```sh needs="…" ````. Listings in `bash` need a cloud: they are read by bash, and what they name must exist.
"""

import os
import re
import subprocess
from pathlib import Path

import pytest
from support.pages import FENCE, LANGUAGES, ROOT, sources

RUN = "start/quick-start.md"
SHELL = [
    pytest.param(path, id=f"{language}/{name}")
    for language in LANGUAGES
    for name, path in sources(language).items()
    if re.search(r"^ *```(?:sh|bash)\b", path.read_text(), re.MULTILINE)
]


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A folder that looks like the repository; what commands write in it is gone afterwards."""
    for entry in ROOT.iterdir():
        if entry.name not in (".git", "var"):
            (tmp_path / entry.name).symlink_to(entry)
    return tmp_path


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_listings_of_the_quick_start_run(language: str, checkout: Path) -> None:
    runnable = [text for needs, text in listings(sources(language)[RUN], "sh") if not needs]
    assert len(runnable) >= 2
    script = "\n".join(["set -euo pipefail", *runnable])
    environment = os.environ | {"LC_ALL": "C.UTF-8"}
    run = subprocess.run(["bash", "-c", script], cwd=checkout, env=environment, capture_output=True, text=True)
    assert run.returncode == 0, run.stdout + run.stderr
    assert "Confirmed: the file holds Albumin" in run.stdout
    assert "Another protein: the file holds Albumin" in run.stdout


@pytest.mark.parametrize("page", SHELL)
def test_the_listings_of_a_page_are_shell(page: Path) -> None:
    for _, text in listings(page, "sh", "bash"):
        run = subprocess.run(["bash", "-n"], input=text, capture_output=True, text=True)
        assert run.returncode == 0, f"{run.stderr}\n{text}"


@pytest.mark.parametrize("page", SHELL)
def test_the_listings_of_a_page_name_what_exists(page: Path, make_targets: set[str]) -> None:
    text = "\n".join(text for _, text in listings(page, "sh", "bash"))
    targets = {word for line in re.findall(r"\bmake ([a-z][a-z -]*)", text) for word in line.split()}
    assert targets <= make_targets
    paths = re.findall(r"(?<![\w/.-])(?:infra|scripts|server|engine/data|web)/[\w./-]*\w", text)
    assert [
        path for path in paths if not (ROOT / path).exists() and "override" not in path and "tfstate" not in path
    ] == []


@pytest.mark.parametrize("name", sorted({path.values[0].name for path in SHELL}))
def test_both_languages_have_the_same_commands(name: str) -> None:
    english, portuguese = ([commands(path) for path in each(language, name)] for language in LANGUAGES)
    assert english == portuguese


@pytest.fixture(scope="module")
def make_targets() -> set[str]:
    phony = re.findall(r"^\.PHONY: (.*)$", (ROOT / "Makefile").read_text(), re.MULTILINE)
    return {target for line in phony for target in line.split()}


def each(language: str, name: str) -> list[Path]:
    return [path for path in sources(language).values() if path.name == name]


def listings(path: Path, *kinds: str) -> list[tuple[str, str]]:
    """Why a listing of these kinds is not run, or nothing, and its text."""
    found = [(match[3].split(maxsplit=1), match[4]) for match in FENCE.finditer(path.read_text())]
    told = [(info[1] if len(info) > 1 else "", text) for info, text in found if info and info[0] in kinds]
    return [(needs[1] if (needs := re.search(r'needs="([^"]+)"', meta)) else "", text) for meta, text in told]


def commands(path: Path) -> list[str]:
    """Without what is written for people: remarks."""
    lines = [line for _, text in listings(path, "sh", "bash") for line in text.splitlines()]
    return [re.sub(r"(^| +)#.*", "", line).rstrip() for line in lines]
