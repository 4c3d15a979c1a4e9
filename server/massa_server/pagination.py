"""Cursor pagination, stable while rows come and go."""

import base64
import binascii
import json
import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, NamedTuple, TypeVarTuple

from fastapi import Depends, Query
from sqlalchemy import Row, Select, Uuid, literal, tuple_
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from massa_server.db import UtcDateTime
from massa_server.errors import Invalid

DEFAULT_LIMIT = 50
MAX_LIMIT = 200


class Position(NamedTuple):
    """Where a page begins: after this row."""

    created_at: datetime
    id: uuid.UUID


class PageRequest(NamedTuple):
    """The stretch of a list that is asked for."""

    limit: int
    after: Position | None


Columns = TypeVarTuple("Columns")


def _page_request(
    limit: Annotated[int, Query(ge=1, le=MAX_LIMIT)] = DEFAULT_LIMIT,
    cursor: Annotated[str | None, Query(max_length=200, description="`next_cursor` of the page before.")] = None,
) -> PageRequest:
    return PageRequest(limit, _decode(cursor) if cursor else None)


PageOf = Annotated[PageRequest, Depends(_page_request)]


async def fetch_page(
    session: AsyncSession,
    statement: Select[*Columns],
    created_at: InstrumentedAttribute[datetime],
    id_: InstrumentedAttribute[uuid.UUID],
    page: PageRequest,
    *,
    oldest_first: bool = False,
) -> tuple[Sequence[Row[*Columns]], bool]:
    """The rows of a page, newest first unless asked otherwise, and whether more follow."""
    position = tuple_(created_at, id_)
    if page.after is not None:
        after = tuple_(literal(page.after.created_at, UtcDateTime()), literal(page.after.id, Uuid()))
        statement = statement.where(position > after if oldest_first else position < after)
    order = (created_at, id_) if oldest_first else (created_at.desc(), id_.desc())
    statement = statement.order_by(*order).limit(page.limit + 1)
    rows = (await session.execute(statement)).all()
    return rows[: page.limit], len(rows) > page.limit


def next_cursor(last: Position | None, has_more: bool) -> str | None:
    """The cursor after the last row of a page, or None where the list ends."""
    if last is None or not has_more:
        return None
    text = json.dumps([last.created_at.isoformat(), str(last.id)], separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).decode()


def _decode(cursor: str) -> Position:
    try:
        created_at, id_ = json.loads(base64.urlsafe_b64decode(cursor))
        position = Position(datetime.fromisoformat(created_at), uuid.UUID(id_))
    except (binascii.Error, ValueError, TypeError, AttributeError) as error:
        raise Invalid("This cursor is not one that a list gave. Leave it out to begin at the start.") from error
    if position.created_at.tzinfo is None:
        raise Invalid("This cursor is not one that a list gave. Leave it out to begin at the start.")
    return position
