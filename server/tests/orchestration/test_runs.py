"""Analyses that go well, through the committed state machine and containers that really run."""

from tests.orchestration.conftest import Site
from tests.support.people import Person
from tests.support.running import finished, ready_sample, start_analysis


async def test_one_chunk_is_a_plain_job(ana: Person, runner: None, site: Site) -> None:
    sample_id, database_id = await ready_sample(ana, "progress read 1 2")

    analysis = await finished(ana, (await start_analysis(ana, sample_id, database_id))["id"])

    assert analysis["state"] == "succeeded", analysis
    assert site.states(analysis) == ["Begin", "HowManyChunks", "AnalyseOneOnSpot", "Summarise"]
    assert all("arrayProperties" not in request for request in site.requests())
