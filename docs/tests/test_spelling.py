"""No spelling mistakes: typos for English, hunspell with the project's words for Portuguese."""

import re
import subprocess
from pathlib import Path

import pytest
from support.pages import CONTENT, DOCS, FENCE, ROOT, sources

# What hunspell must not see: code, names of files and fields, addresses, tags, formulas, names of boxes.
NOT_PROSE = re.compile(
    r"<!--.*?-->|\$\$.*?\$\$|\$[^$\n]+\$|`[^`\n]*`|\]\([^)]*\)|https?://\S+|<[^>]+>"
    r"|^:::\w*|\{[^}\n]*\}|^import .*$|&\w+;|^ {4}.*$|\w+_\w+|[\w.-]*\w\.[a-z]{1,6}\b",
    re.MULTILINE | re.DOTALL,
)
HEAD = re.compile(r"\A---\n(.*?)\n---\n", re.DOTALL)
# Descriptions there come from the code, in English; what people wrote is in generate/frames.
GENERATED = {"reference/" + frame.with_suffix(".md").name for frame in (DOCS / "generate/frames/pt-br").iterdir()}


def test_english_has_no_typos() -> None:
    run = subprocess.run(["typos", CONTENT / "en", DOCS / "README.md"], cwd=ROOT, capture_output=True, text=True)
    assert run.returncode == 0, run.stdout


@pytest.mark.parametrize("name", sorted(set(sources("pt-br")) - GENERATED))
def test_portuguese_has_no_unknown_words(name: str) -> None:
    assert not unknown_words(prose(sources("pt-br")[name]))


def test_an_unknown_word_is_found() -> None:
    assert unknown_words("A análize terminou.") == {"análize"}


def prose(path: Path) -> str:
    text = path.read_text()
    head = HEAD.match(text)
    assert head, f"{path} has no head"
    said = " ".join(re.findall(r"^ *(?:title|description|tagline|text): (.*)$", head[1], re.MULTILINE))
    return NOT_PROSE.sub(" ", f"{said}\n{FENCE.sub('', text[head.end() :])}")


def unknown_words(text: str) -> set[str]:
    words = DOCS / "spelling" / "pt-br.txt"
    command = ["hunspell", "-d", "pt_BR,en_US", "-p", words, "-i", "utf-8", "-l"]
    run = subprocess.run(command, input=text, check=True, stdout=subprocess.PIPE, text=True)
    return {word for word in run.stdout.split() if not re.search(r"[A-Z0-9_]{2}|\d", word)}
