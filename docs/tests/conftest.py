"""What the tests of the site share."""

import pytest
from support.pages import SITE, Site


@pytest.fixture(scope="session")
def site() -> Site:
    assert (SITE / "index.html").is_file(), "there is no built site: run `make docs` first"
    return Site()
