"""Keyset pages over a read-only SQLite table: stable under any sorting, as fast on the last page as on the first."""

import base64
import json
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

_LARGEST_INTEGER = 2**63 - 1


class PageError(ValueError):
    """The client asked for a cursor or a sort column that does not exist."""


@dataclass(frozen=True, slots=True)
class Sort:
    """A whitelisted column and a direction. Rows without a value come last either way."""

    column: str
    descending: bool = False

    @classmethod
    def parse(cls, text: str, columns: Mapping[str, str]) -> "Sort":
        """Reads `column` (ascending) or `-column` (descending).

        Args:
            columns: the names that clients may use, with the SQL expression of each.
        """
        name = text.removeprefix("-")
        if name not in columns:
            raise PageError(f"cannot sort by {name!r}; sort by one of {', '.join(sorted(columns))}")
        return cls(columns[name], text.startswith("-"))


@dataclass(slots=True)
class Conditions:
    """SQL conditions joined by AND, with their values."""

    clauses: list[str] = field(default_factory=list)
    values: list[Any] = field(default_factory=list)

    def add(self, clause: str, *values: Any) -> None:
        self.clauses.append(clause)
        self.values.extend(values)

    @property
    def sql(self) -> str:
        return " AND ".join(f"({clause})" for clause in self.clauses) or "1"


@dataclass(frozen=True, slots=True)
class PageRequest:
    sort: Sort
    limit: int
    cursor: str | None = None


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of a page and the cursor of the next one; None on the last page."""

    items: list[dict[str, Any]]
    next_cursor: str | None


def read_page(
    connection: sqlite3.Connection,
    columns: Sequence[str],
    source: str,
    key: str,
    conditions: Conditions,
    page: PageRequest,
) -> Rows:
    """Reads one page of `SELECT columns FROM source WHERE conditions`, sorted by `page.sort`, then by `key`.

    Args:
        columns: SQL expressions, with an alias where they are no plain column.
        source: what stands behind FROM.
        key: the SQL expression of the unique integer key.
    """
    where = Conditions(list(conditions.clauses), list(conditions.values))
    if page.cursor is not None:
        _start_after(page.cursor, page.sort, key, where)
    direction = "DESC" if page.sort.descending else "ASC"
    statement = (
        f"SELECT {', '.join(columns)}, {page.sort.column} AS _sort, {key} AS _key FROM {source} WHERE {where.sql} "
        f"ORDER BY {page.sort.column} IS NULL, {page.sort.column} {direction}, {key} LIMIT ?"
    )
    rows = [dict(row) for row in connection.execute(statement, (*where.values, page.limit + 1))]
    next_cursor = None
    if len(rows) > page.limit:
        del rows[page.limit :]
        next_cursor = _encode(rows[-1]["_sort"], rows[-1]["_key"])
    for row in rows:
        del row["_sort"], row["_key"]
    return Rows(rows, next_cursor)


def _start_after(cursor: str, sort: Sort, key: str, where: Conditions) -> None:
    value, last_key = _decode(cursor)
    if value is None:
        where.add(f"{sort.column} IS NULL AND {key} > ?", last_key)
        return
    comparison = "<" if sort.descending else ">"
    where.add(
        f"{sort.column} {comparison} ? OR ({sort.column} = ? AND {key} > ?) OR {sort.column} IS NULL",
        value,
        value,
        last_key,
    )


def _encode(value: float | str | None, key: int) -> str:
    return base64.urlsafe_b64encode(json.dumps([value, key]).encode()).decode().rstrip("=")


def _decode(cursor: str) -> tuple[float | str | None, int]:
    try:
        value, key = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (ValueError, TypeError):
        raise _unknown_cursor() from None
    if type(key) is not int or not 0 <= key <= _LARGEST_INTEGER:
        raise _unknown_cursor()
    if type(value) is int and abs(value) > _LARGEST_INTEGER:
        raise _unknown_cursor()
    if value is not None and type(value) not in (int, float, str):
        raise _unknown_cursor()
    return value, key


def _unknown_cursor() -> PageError:
    return PageError("the cursor is not one that this list gave; start again without it")
