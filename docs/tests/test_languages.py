"""Both languages have every page, and every part of it."""

import re
from pathlib import Path

import pytest
from support.pages import FENCE, LANGUAGES, sources


def test_every_page_is_in_both_languages() -> None:
    english, portuguese = (set(sources(language)) for language in LANGUAGES)
    assert not english ^ portuguese, f"in one language only: {sorted(english ^ portuguese)}"


@pytest.mark.parametrize("name", sorted(set(sources("en")) & set(sources("pt-br"))))
def test_a_page_has_the_same_parts_in_both_languages(name: str) -> None:
    english, portuguese = (parts(sources(language)[name]) for language in LANGUAGES)
    assert english == portuguese


@pytest.mark.parametrize("name", sorted(sources("pt-br")))
def test_a_page_says_what_it_is_about(name: str) -> None:
    for language in LANGUAGES:
        head = sources(language)[name].read_text().split("---\n")[1]
        assert re.search(r"^title: .+$", head, re.MULTILINE)
        assert re.search(r"^description: .+$", head, re.MULTILINE)


def parts(path: Path) -> list[str]:
    """Its headings by level, its listings by language, its tables by columns."""
    text = path.read_text()
    listings = [f"listing: {match[3].split()[0] if match[3].split() else ''}" for match in FENCE.finditer(text)]
    prose = FENCE.sub("", text)
    headings = [f"heading: {mark}" for mark in re.findall(r"^(#{2,6}) ", prose, re.MULTILINE)]
    tables = [f"table: {row.count('---')}" for row in re.findall(r"^ *\|(?: *:?-+:? *\|)+$", prose, re.MULTILINE)]
    return headings + listings + tables
