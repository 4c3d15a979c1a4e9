"""No page violates what axe checks, in both themes, at 1440 and 390 px, and none is wider than the screen."""

import re
import subprocess

from support.pages import DOCS, SITE, Site


def test_no_page_has_violations(site: Site) -> None:
    run = subprocess.run(["node", "tests/axe.mjs"], cwd=DOCS, capture_output=True, text=True)
    assert run.returncode == 0, run.stdout + run.stderr
    pages = [path for path in site.pages if path.name == "index.html" and path.parent != SITE]
    looks = re.search(r"^looked (\d+) times$", run.stdout, re.MULTILINE)
    assert looks
    assert int(looks[1]) >= 4 * len([path for path in pages if "slides" not in path.parts])
