"""All tests here run on both stores, unless they say on which one."""

import pytest

from tests.support.stores import KINDS, Storage, make_storage


@pytest.fixture(params=KINDS)
def storage(request: pytest.FixtureRequest) -> Storage:
    """Each of the stores in turn."""
    return make_storage(request)
