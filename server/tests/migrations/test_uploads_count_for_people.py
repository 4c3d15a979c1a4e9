"""Revision 0002: uploads that were there before count for who made the sample or the database."""

import sqlite3
from contextlib import closing
from pathlib import Path

from alembic import command

from massa_server import migrations
from massa_server.settings import Settings

ROWS = """
INSERT INTO users (id, email, name, locale, created_at) VALUES ('{ana}', 'ana@lab.test', 'Ana', 'en', '2026-01-01');
INSERT INTO projects (id, name, description, is_personal, created_at) VALUES ('{p}', 'P', '', 0, '2026-01-01');
INSERT INTO samples (id, project_id, name, description, created_by, updated_at, created_at)
    VALUES ('{s}', '{p}', 'S', '', '{ana}', '2026-01-01', '2026-01-01');
INSERT INTO uploads (id, bucket, key, store_upload_id, size_bytes, part_size_bytes, state, created_at) VALUES
    ('{u1}', 'uploads', 'k1', 'x', 1, 1, 'completed', '2026-01-01'),
    ('{u2}', 'databases', 'k2', 'x', 1, 1, 'completed', '2026-01-01'),
    ('{u3}', 'databases', 'k3', 'x', 1, 1, 'completed', '2026-01-01');
INSERT INTO sample_files (id, sample_id, upload_id, name, size_bytes, status, expires_at, attempt, created_at)
    VALUES ('{f}', '{s}', '{u1}', 'run.mzML', 1, 'ready', '2027-01-01', 0, '2026-01-01');
INSERT INTO protein_databases
    (id, project_id, upload_id, name, description, size_bytes, status, created_by, attempt, created_at)
    VALUES ('{d1}', '{p}', '{u2}', 'D', '', 1, 'ready', '{ana}', 0, '2026-01-01'),
           ('{d2}', '{p}', '{u3}', 'D', '', 1, 'ready', NULL, 0, '2026-01-01');
"""


async def test_uploads_count_for_who_made_what_they_belong_to(tmp_path: Path) -> None:
    path = tmp_path / "massa.db"
    settings = Settings(data_dir=tmp_path)
    names = ("ana", "p", "s", "f", "d1", "d2", "u1", "u2", "u3")
    ids = {name: f"{number:032x}" for number, name in enumerate(names, 1)}
    await migrations._run(settings, lambda config: command.upgrade(config, "0001"))
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(ROWS.format(**ids))

    await migrations.upgrade(settings)

    with closing(sqlite3.connect(path)) as connection:
        owners = dict(connection.execute("SELECT id, created_by FROM uploads"))
    assert owners == {ids["u1"]: ids["ana"], ids["u2"]: ids["ana"], ids["u3"]: None}
