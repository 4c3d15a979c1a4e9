"""What the generated pages share: languages, heads, tables."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

DOCS = Path(__file__).resolve().parents[1]
ROOT = DOCS.parent
LANGUAGES = ("en", "pt-br")

# Text in each language, in the order of LANGUAGES.
Text = tuple[str, str]


@dataclass(frozen=True)
class Page:
    """A page of the section `reference`, in one language."""

    name: str
    language: str
    text: str

    @property
    def path(self) -> Path:
        return DOCS / "src" / "content" / "docs" / self.language / "reference" / f"{self.name}.md"


def page(name: str, language: str, body: str) -> Page:
    """The page's head and first paragraph, from frames/, with `body` below."""
    frame = (Path(__file__).parent / "frames" / language / f"{name}.txt").read_text()
    return Page(name, language, f"{frame.strip()}\n\n{body.strip()}\n")


def cell(text: object) -> str:
    """Text that may stand in a cell of a table; addresses are shown, not followed."""
    text = re.sub(r"(?<![`/\w])https?://[^\s`]*[\w/}]", r"`\g<0>`", str(text))
    escaped = str(text).replace("&", "&amp;").replace("<", "&lt;").replace("|", "\\|")
    return " ".join(escaped.split())


def code(text: object) -> str:
    """Text as code, in a cell of a table; nothing for nothing."""
    shown = " ".join(str(text).split())
    return f"`{shown.replace('|', chr(92) + '|')}`" if shown else ""


def table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table of cells that are escaped already."""
    lines = [f"| {' | '.join(columns)} |", f"|{' --- |' * len(columns)}"]
    return "\n".join([*lines, *(f"| {' | '.join(row)} |" for row in rows)])
