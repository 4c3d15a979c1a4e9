"""People who read and write all the time, and a note of every answer that they get."""

import asyncio
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field

import httpx

from tests.support.people import Person

PATIENCE_S = 30.0


@dataclass(frozen=True)
class Answer:
    """What somebody got: a status, or 0 for no answer in half a minute."""

    at: float
    took_s: float
    status: int

    @property
    def is_good(self) -> bool:
        """Whether it is what they wanted."""
        return 200 <= self.status < 300


@dataclass
class People:
    """The people, each of whom does one thing over and over."""

    person: Person
    sample_id: str
    database_id: str
    project_id: str
    result: str
    answers: dict[str, list[Answer]] = field(default_factory=dict)
    analyses: list[str] = field(default_factory=list)
    samples: list[str] = field(default_factory=list)

    async def work(self, stop: asyncio.Event) -> None:
        """Read and write until told to stop."""
        person = self.person
        kinds: dict[str, tuple[float, Callable[[], Awaitable[httpx.Response]]]] = {
            "results seen before": (0.2, lambda: person.get(f"{self.result}/summary")),
            "other reads": (0.2, lambda: person.get(f"/api/samples/{self.sample_id}/analyses?limit=1")),
            "writes": (0.25, self._make_sample),
            "analyses": (1.0, self._start_analysis),
            "/readyz": (0.5, lambda: person.get("/readyz")),
            "/healthz": (0.5, lambda: person.get("/healthz")),
        }
        await asyncio.gather(*(self._repeat(name, *kind, stop) for name, kind in kinds.items()))

    async def _repeat(
        self, name: str, pause_s: float, act: Callable[[], Awaitable[httpx.Response]], stop: asyncio.Event
    ) -> None:
        noted = self.answers.setdefault(name, [])
        while not stop.is_set():
            started = time.monotonic()
            try:
                status = (await act()).status_code
            except httpx.HTTPError:
                status = 0
            ended = time.monotonic()
            noted.append(Answer(ended, ended - started, status))
            await asyncio.sleep(max(0.01, pause_s - (ended - started)))

    async def _make_sample(self) -> httpx.Response:
        response = await self.person.post(f"/api/projects/{self.project_id}/samples", json={"name": "Drill"})
        if response.status_code == 201:
            self.samples.append(response.json()["id"])
        return response

    async def _start_analysis(self) -> httpx.Response:
        body = {"database_id": self.database_id}
        response = await self.person.post(f"/api/samples/{self.sample_id}/analyses", json=body)
        if response.status_code == 202:
            self.analyses.append(response.json()["id"])
        return response

    def between(self, name: str, start: float, end: float = float("inf")) -> list[Answer]:
        """The answers of one kind that came in that time."""
        return [answer for answer in self.answers.get(name, []) if start <= answer.at < end]


def statuses(answers: Iterable[Answer]) -> str:
    """How often which status came, such as `200×12 503×40`."""
    counted = Counter(answer.status for answer in answers)
    return " ".join(f"{status or 'none'}×{number}" for status, number in sorted(counted.items())) or "-"
