"""python -m generate [--check]: writes the reference pages, or says which are not what the code says."""

import sys

from generate import api, command, enzymes, metrics, parameters, settings
from generate.page import DOCS, Page


def all_pages() -> list[Page]:
    modules = (api, command, enzymes, metrics, parameters, settings)
    return [page for module in modules for page in module.pages()]


def main() -> None:
    stale = [page for page in all_pages() if not page.path.is_file() or page.path.read_text() != page.text]
    if sys.argv[1:] == ["--check"]:
        for page in stale:
            print(f"docs/{page.path.relative_to(DOCS)} is not what the code says: run `make docs` and commit it")
        sys.exit(1 if stale else 0)
    for page in stale:
        page.path.parent.mkdir(parents=True, exist_ok=True)
        page.path.write_text(page.text)


if __name__ == "__main__":
    main()
