"""What the pages tell people to type works: the listings are run in order, as they stand, in a copy of the repository.

A listing in `sh` that cannot be run here says why: ```` ```sh needs="…" ````.
"""

import os
import re
import subprocess
from pathlib import Path

import pytest
from support.pages import FENCE, LANGUAGES, ROOT, sources

PAGES = ["start/quick-start.md", "delivery/provisioning.md"]
WRITTEN = [(language, name) for language in LANGUAGES for name in PAGES if name in sources(language)]


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A folder that looks like the repository; what commands write in it is gone afterwards."""
    for entry in ROOT.iterdir():
        if entry.name not in (".git", "var"):
            (tmp_path / entry.name).symlink_to(entry)
    return tmp_path


@pytest.mark.parametrize(("language", "name"), WRITTEN)
def test_the_listings_of_a_page_run(language: str, name: str, checkout: Path) -> None:
    runnable = [text for needs, text in listings(sources(language)[name]) if not needs]
    assert runnable, f"{name} has no listing that is run"
    script = "\n".join(["set -euo pipefail", *runnable])
    environment = os.environ | {"LC_ALL": "C.UTF-8"}
    run = subprocess.run(["bash", "-c", script], cwd=checkout, env=environment, capture_output=True, text=True)
    assert run.returncode == 0, run.stdout + run.stderr


@pytest.mark.parametrize("name", PAGES)
def test_both_languages_have_the_same_commands(name: str) -> None:
    if all(name in sources(language) for language in LANGUAGES):
        english, portuguese = ([text for _, text in listings(sources(language)[name])] for language in LANGUAGES)
        assert commands(english) == commands(portuguese)


def listings(path: Path) -> list[tuple[str, str]]:
    """Why a listing is not run, or nothing, and its text."""
    found = [(match[3].split(maxsplit=1), match[4]) for match in FENCE.finditer(path.read_text())]
    told = [(info[1] if len(info) > 1 else "", text) for info, text in found if info[:1] == ["sh"]]
    return [(needs[1] if (needs := re.search(r'needs="([^"]+)"', meta)) else "", text) for meta, text in told]


def commands(texts: list[str]) -> list[str]:
    return [re.sub(r" *#.*", "", line) for text in texts for line in text.splitlines()]
