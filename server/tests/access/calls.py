"""Calling the operation of a row of the matrix, as somebody."""

import re

import httpx

from massa_server.auth.cookies import SESSION_COOKIE
from tests.access.matrix import Row
from tests.access.world import Who, World
from tests.support.people import Person

OTHER_PARAMETERS = {
    "number": "1",
    "token": "abc.def",
    "name": "proteins.tsv",
    "protein_id": "1",
    "spectrum_id": "1",
    "session_id": "00000000-0000-0000-0000-000000000000",
    "token_id": "00000000-0000-0000-0000-000000000000",
}


async def call(person: Person, world: World, row: Row, who: Who) -> httpx.Response:
    """Make the request of a row, as somebody."""
    person.cookies.clear()
    if who is not Who.NOBODY:
        person.cookies.set(SESSION_COOKIE, world.session_tokens[who])
    await person.get("/api/auth/csrf")
    method, _, path = row.operation.partition(" ")

    def value(match: re.Match[str]) -> str:
        name = match[1]
        return OTHER_PARAMETERS.get(name) or world.ids[row.ids.get(name, name)]

    return await person.request(method, re.sub(r"{(\w+)}", value, path), json=row.body)
