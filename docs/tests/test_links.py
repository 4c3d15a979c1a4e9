"""Every link of the built site leads somewhere: pages, headings, pictures."""

from pathlib import Path

import pytest
from support.pages import Built, Site


def test_no_link_is_broken(site: Site) -> None:
    assert len(site.pages) > 50
    broken = [f"{path}: {problem}" for path, page in site.pages.items() for problem in site.broken_links(page)]
    assert not broken, "\n".join(broken)


@pytest.mark.parametrize("link", ["/massa/en/nowhere/", "/en/", "#nowhere", "../missing.png", "/massa/en/#nowhere"])
def test_a_broken_link_is_found(site: Site, tmp_path: Path, link: str) -> None:
    page = tmp_path / "page.html"
    page.write_text(f'<a href="{link}">there</a>')
    built = Built(page)
    site.pages[page] = built
    try:
        assert site.broken_links(built)
    finally:
        del site.pages[page]
