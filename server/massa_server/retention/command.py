"""`massa-server retention`: what it does and says."""

from massa_server.db import Database
from massa_server.retention.chores import write_down
from massa_server.retention.schemas import RetentionReport
from massa_server.retention.service import CHORE, outcome, run_retention
from massa_server.settings import Settings
from massa_server.storage.factory import make_store

EXIT_ORPHANS = 3
EXIT_LOSSES = 4


async def retention(settings: Settings, *, remove_orphans: bool) -> RetentionReport:
    """One run under these settings."""
    database = Database(settings)
    try:
        report = await run_retention(database, make_store(settings), settings, remove_orphans=remove_orphans)
        await write_down(database, CHORE, outcome(report))
        return report
    finally:
        await database.close()


def exit_code(report: RetentionReport) -> int:
    """0 where storage and database agree; losses weigh more than orphans."""
    if report.comparison.losses:
        return EXIT_LOSSES
    return EXIT_ORPHANS if report.comparison.orphans else 0


def describe(report: RetentionReport) -> str:
    """The report for people."""
    comparison = report.comparison
    lines = [
        f"Expired: {report.expired_files} raw files, {report.expired_analyses} analyses.",
        f"Deleted from the store: {report.deletions_carried_out} prefixes.",
        f"Compared: {comparison.objects} objects, {comparison.bytes} bytes.",
    ]
    if report.removed_orphans:
        lines.append(f"Removed: {report.removed_orphans} orphans.")
    lines += [
        f"Orphan: {orphan.bucket}/{orphan.key} ({orphan.size_bytes} bytes, of {orphan.modified_at:%Y-%m-%d %H:%M} UTC)"
        for orphan in comparison.orphans
    ]
    lines += [
        f"Loss: {loss.bucket}/{loss.key} is {loss.kind.replace('_', ' ')}; {loss.resource} {loss.resource_id} needs it"
        for loss in comparison.losses
    ]
    lines.append("Storage and database agree." if comparison.agrees else "Storage and database do not agree.")
    return "\n".join(lines)
