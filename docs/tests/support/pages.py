"""The pages as they are written, and as they are built."""

import re
from dataclasses import dataclass, field
from functools import cached_property
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

DOCS = Path(__file__).resolve().parents[2]
ROOT = DOCS.parent
CONTENT = DOCS / "src" / "content" / "docs"
SITE = ROOT / "build" / "site"
LANGUAGES = ("en", "pt-br")
FENCE = re.compile(r"^( *)(```+)([^\n`]*)\n(.*?)^\1\2$", re.MULTILINE | re.DOTALL)


def sources(language: str) -> dict[str, Path]:
    """The written pages of a language by name."""
    folder = CONTENT / language
    return {str(path.relative_to(folder)): path for path in sorted(folder.rglob("*.md*"))}


@dataclass
class Built(HTMLParser):
    """A built page: what it links to, and what may be linked to in it."""

    path: Path
    links: list[str] = field(default_factory=list)
    anchors: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        super().__init__()
        self.feed(self.path.read_text())

    def __hash__(self) -> int:
        return hash(self.path)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name == "id" and value:
                self.anchors.add(value)
            elif name in ("href", "src") and value is not None:
                self.links.append(value)
            elif name == "srcset" and value:
                self.links += [part.split()[0] for part in value.split(",")]


@dataclass(frozen=True)
class Site:
    """All built pages."""

    base: str = "/massa"

    @cached_property
    def pages(self) -> dict[Path, Built]:
        return {path: Built(path) for path in sorted(SITE.rglob("*.html"))}

    def broken_links(self, page: Built) -> list[str]:
        return [problem for link in page.links if (problem := self._problem(page, link))]

    def _problem(self, page: Built, link: str) -> str | None:
        if re.match(r"[a-z][a-z0-9+.-]*:|//", link):
            return None
        address, _, anchor = unquote(link).partition("#")
        address = address.partition("?")[0]
        if address.startswith("/"):
            if not address.startswith(f"{self.base}/"):
                return f"{link}: is not below {self.base}/"
            target = SITE / address.removeprefix(f"{self.base}/")
        else:
            target = page.path.parent / address if address else page.path
        target = target.resolve()
        if target.is_dir():
            target /= "index.html"
        if not target.is_file():
            return f"{link}: there is no such page or file"
        if anchor and target.suffix == ".html" and anchor not in self.pages[target].anchors:
            return f"{link}: that page has no such heading"
        return None
