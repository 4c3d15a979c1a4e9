"""The reference is what the code says."""

import json

import pytest

from generate import api, page
from generate.__main__ import all_pages

PAGES = all_pages()


@pytest.mark.parametrize("made", PAGES, ids=lambda made: f"{made.language}/{made.name}")
def test_a_generated_page_is_current(made: page.Page) -> None:
    assert made.path.read_text() == made.text, f"run `make docs` and commit {made.path}"


def test_a_new_field_of_the_api_makes_its_page_stale() -> None:
    document = json.loads((page.ROOT / "server" / "openapi.json").read_text())
    before = api.schemas(document, "en").text
    next(iter(document["components"]["schemas"].values())).setdefault("properties", {})["added"] = {"type": "string"}
    assert api.schemas(document, "en").text != before
