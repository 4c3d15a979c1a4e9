"""Running the checks, each for a bounded time and whatever the others find."""

import asyncio

from pydantic import ValidationError

from massa_server.db import Database
from massa_server.doctor.checks import CHECKS, NEEDS, Check, Patient
from massa_server.doctor.findings import CheckFailed, CheckWarns, Finding, Status
from massa_server.settings import Settings
from massa_server.storage.factory import make_store

TIMEOUT_S = 30


def examine() -> list[Finding]:
    """All findings under the settings of the environment."""
    try:
        settings = Settings()
    except ValidationError as error:
        return [
            Finding(
                check="settings",
                status=Status.FAILED,
                detail=f"MASSA_{'_'.join(map(str, item['loc'])).upper() or '*'}: {item['msg']}",
                remedy="correct the environment variable",
            )
            for item in error.errors()
        ]
    return asyncio.run(examine_with(settings))


async def examine_with(settings: Settings) -> list[Finding]:
    """All findings under these settings."""
    database = Database(settings)
    try:
        patient = Patient(settings, database, make_store(settings))
        findings: dict[str, Finding] = {}
        for name, check in CHECKS.items():
            needed = NEEDS.get(name)
            if needed is not None and findings[needed].status in (Status.FAILED, Status.SKIPPED):
                finding = Finding(check=name, status=Status.SKIPPED, detail=f"needs what {needed} has checked")
            else:
                finding = await _carry_out(name, check, patient)
            findings[name] = finding
        return list(findings.values())
    finally:
        await database.close()


async def _carry_out(name: str, check: Check, patient: Patient) -> Finding:
    try:
        async with asyncio.timeout(TIMEOUT_S):
            return Finding(check=name, status=Status.OK, detail=await check(patient))
    except CheckFailed as found:
        status = Status.WARNING if isinstance(found, CheckWarns) else Status.FAILED
        return Finding(check=name, status=status, detail=str(found), remedy=found.remedy)
    except TimeoutError:
        return Finding(check=name, status=Status.FAILED, detail=f"no answer in {TIMEOUT_S} s", remedy=REMEDIES[name])
    except Exception as error:  # whatever it is, it is the finding
        first_line = str(error).partition("\n")[0] or type(error).__name__
        return Finding(check=name, status=Status.FAILED, detail=first_line, remedy=REMEDIES[name])


REMEDIES = {
    "settings": "correct the environment variables MASSA_*",
    "disk": "look at the file system below MASSA_DATA_DIR",
    "database": "start it, or correct MASSA_DATABASE_URL; then look at network, credentials and its log",
    "migrations": "run: massa-server migrate",
    "clocks": "look at the database",
    "store": "look at its address, credentials and policies, or at the folder below MASSA_DATA_DIR",
    "engine": "build it with `make engine`, or set MASSA_ENGINE to its path",
    "orchestration": "look at MASSA_STATE_MACHINE_ARN, at the role of this process and at the region",
    "queue": "look at the database",
    "retention": "look at the database",
}
