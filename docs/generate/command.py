"""What `massa --help` says of each command."""

import re
import subprocess

from generate.page import LANGUAGES, ROOT, Page, page

ENGINE = ROOT / "engine" / "build" / "release" / "massa"


def pages() -> list[Page]:
    overview = help_of()
    commands = re.findall(r"^  ([a-z]+) {2,}", overview.partition("Subcommands:")[2], re.MULTILINE)
    sections = [f"## massa\n\n```text\n{overview}\n```"]
    sections += [f"## massa {command}\n\n```text\n{help_of(command)}\n```" for command in commands]
    return [page("command", language, "\n\n".join(sections)) for language in LANGUAGES]


def help_of(*command: str) -> str:
    run = subprocess.run([ENGINE, *command, "--help"], check=True, stdout=subprocess.PIPE, text=True)
    return "\n".join(line.rstrip() for line in run.stdout.strip().splitlines())
