import sqlite3
from collections.abc import Iterator
from contextlib import closing

import pytest
from hypothesis import given
from hypothesis import strategies as st

from massa_server.results.paging import Conditions, PageError, PageRequest, Sort, read_page

COLUMNS = {"value": "items.value"}


@pytest.fixture
def connection() -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.row_factory = sqlite3.Row
        connection.execute("CREATE TABLE items(id INTEGER PRIMARY KEY, value REAL)")
        yield connection


def pages(connection: sqlite3.Connection, sort: Sort, limit: int) -> Iterator[list[int]]:
    cursor = None
    while True:
        rows = read_page(connection, ["id"], "items", "items.id", Conditions(), PageRequest(sort, limit, cursor))
        yield [row["id"] for row in rows.items]
        cursor = rows.next_cursor
        if cursor is None:
            return


@given(
    values=st.lists(st.none() | st.sampled_from([0.0, 1.0, -2.5, 1e-300]), max_size=30),
    limit=st.integers(1, 7),
    descending=st.booleans(),
)
def test_pages_join_to_the_whole_list_in_order(values: list[float | None], limit: int, descending: bool) -> None:
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.row_factory = sqlite3.Row
        connection.execute("CREATE TABLE items(id INTEGER PRIMARY KEY, value REAL)")
        connection.executemany("INSERT INTO items(value) VALUES (?)", [(value,) for value in values])

        ids = [id_ for page in pages(connection, Sort("items.value", descending), limit) for id_ in page]

    sign = -1 if descending else 1
    numbered = list(enumerate(values, 1))
    filled = sorted(
        (item for item in numbered if item[1] is not None), key=lambda item: (sign * (item[1] or 0), item[0])
    )
    assert ids == [id_ for id_, _ in filled] + [id_ for id_, value in numbered if value is None]


def test_the_last_page_has_no_cursor(connection: sqlite3.Connection) -> None:
    connection.executemany("INSERT INTO items(value) VALUES (?)", [(1.0,), (2.0,)])

    rows = read_page(connection, ["id"], "items", "items.id", Conditions(), PageRequest(Sort("items.value"), 2))

    assert rows.next_cursor is None


@pytest.mark.parametrize("cursor", ["x", "bnVsbA", "WzEsICJhIl0", "W3t9LCAxXQ", "WzEsIDFlOTld", "WzEsIHRydWVd", "é"])
def test_a_made_up_cursor_is_refused(connection: sqlite3.Connection, cursor: str) -> None:
    with pytest.raises(PageError, match="cursor"):
        read_page(connection, ["id"], "items", "items.id", Conditions(), PageRequest(Sort("items.value"), 2, cursor))


def test_only_known_columns_sort() -> None:
    assert Sort.parse("-value", COLUMNS) == Sort("items.value", descending=True)
    with pytest.raises(PageError, match="sort by one of value"):
        Sort.parse("value; DROP TABLE items", COLUMNS)
