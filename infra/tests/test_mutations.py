"""Each property of mutations.py, broken alone in a copy of infra/, is noticed: the tests can fail."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from mutations import MUTATIONS, Mutation
from terraform import ROOT

MODULES = ROOT / "infra" / ".terraform" / "modules" / "modules.json"


@pytest.fixture(scope="session")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The repository with an infra/ of its own, and the scripts that look for it beside them."""
    folder = tmp_path_factory.mktemp("repository")
    copied = ("infra", "scripts")
    for entry in ROOT.iterdir():
        if entry.name not in (*copied, ".git"):
            (folder / entry.name).symlink_to(entry)
    skipped = shutil.ignore_patterns("node_modules", ".terraform", "__pycache__", ".pytest_cache")
    for name in copied:
        shutil.copytree(ROOT / name, folder / name, ignore=skipped)
    return folder


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda mutation: mutation.what)
def test_a_weakness_is_noticed(mutation: Mutation, copy: Path) -> None:
    with broken(mutation, copy):
        done = run(mutation.noticed_by, copy)
    assert done.returncode == 1, done.stdout + done.stderr
    assert " failed" in done.stdout, done.stdout


@pytest.mark.parametrize("tests", sorted({mutation.noticed_by for mutation in MUTATIONS}))
def test_nothing_is_noticed_where_nothing_is_broken(tests: str, copy: Path) -> None:
    done = run(tests, copy)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.skipif(not MODULES.exists(), reason="Terraform's modules are not here: run `make check-infra` first")
@pytest.mark.parametrize(
    "mutation", [found for found in MUTATIONS if found.noticed_in_a_plan], ids=lambda mutation: mutation.what
)
def test_a_plan_notices_it_too(mutation: Mutation, copy: Path) -> None:
    fetched = copy / "infra" / ".terraform"
    if not fetched.exists():
        fetched.symlink_to(ROOT / "infra" / ".terraform")
    with broken(mutation, copy):
        command = [str(ROOT / "scripts" / "terraform"), f"-chdir={copy / 'infra'}", "test", "-no-color"]
        done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=900)
    assert done.returncode == 1, done.stdout + done.stderr
    assert 'run "production"... fail' in done.stdout, done.stdout + done.stderr


@contextmanager
def broken(mutation: Mutation, copy: Path) -> Iterator[None]:
    """The copy is weaker while the block lasts."""
    file = copy / "infra" / mutation.file
    original = file.read_text()
    assert mutation.old in original, f"infra/{mutation.file} has changed: bring infra/tests/mutations.py up to date"
    file.write_text(original.replace(mutation.old, mutation.new))
    try:
        yield
    finally:
        file.write_text(original)


def run(tests: str, copy: Path) -> subprocess.CompletedProcess[str]:
    infra = copy / "infra"
    command = [sys.executable, "-m", "pytest", "--config-file", str(infra / "pytest.ini"), "--exitfirst", "--quiet"]
    return subprocess.run(
        [*command, str(infra / "tests" / tests)],
        check=False,
        capture_output=True,
        text=True,
        timeout=300,
        env=os.environ | {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},  # they take longer to load than the tests to run
    )
