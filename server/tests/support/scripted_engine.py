"""A stand-in for the engine that does what its input file says: for endings that a real engine cannot be made to have.

Each line of an input file is an instruction: `sleep SECONDS`, `say TEXT`, `complain` (names its path),
`progress STAGE DONE TOTAL`, `exit CODE`, `raise SIGNAL`, `leave FILE` (writes its process id), `await FILE`,
`once FILE INSTRUCTION` (obeyed unless FILE is there, which it makes). Without an exit it succeeds, with the result of
`result_directory`.
"""

import hashlib
import json
import os
import signal
import stat
import sys
import time
from pathlib import Path


def install(folder: Path) -> Path:
    """Writes an executable that runs this module, and returns its path."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "massa"
    server = Path(__file__).parents[2]
    path.write_text(
        f"#!{sys.executable}\nimport sys\nsys.path.insert(0, {str(server)!r})\n"
        "from tests.support.scripted_engine import main\nmain(sys.argv[1:])\n"
    )
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return path


def main(arguments: list[str]) -> None:
    """Obeys the input file."""
    match arguments:
        case ["--version"]:
            sys.stdout.write("massa 0.1.0\n")
        case ["inspect", path, "--json"]:
            _inspect(Path(path))
        case ["analyze", path, *options]:
            _analyze(Path(path), Path(options[options.index("-o") + 1]))
        case ["parameters", "--schema"]:
            sys.stdout.write(json.dumps({"type": "object", "x-presets": [_preset("auto"), _preset("high-resolution")]}))
        case ["parameters", "--preset", name, *settings]:
            _check_parameters(name, settings)


def _preset(name: str) -> dict[str, object]:
    return {"name": name, "description": f"The preset {name}", "values": {}}


def _check_parameters(preset: str, settings: list[str]) -> None:
    if preset not in ("auto", "high-resolution") or any("wrong" in setting for setting in settings):
        sys.stderr.write("massa: unknown preset or parameter\n")
        sys.exit(2)
    sys.stdout.write("{}")


def _inspect(path: Path) -> None:
    content = path.read_bytes()
    if content.startswith(b"inspect"):
        _obey(content.decode().removeprefix("inspect").strip(), path)
    is_fasta = content.startswith(b">")
    document = {
        "file_name": path.name,
        "size_bytes": len(content),
        "sha256": hashlib.sha256(content).hexdigest(),
        "format": "fasta" if is_fasta else "mzml",
        "fasta": {"proteins": content.count(b">")} if is_fasta else None,
    }
    sys.stdout.write(json.dumps(document))


def _analyze(path: Path, output: Path) -> None:
    from tests.support.result_directory import write_result

    content = path.read_bytes()
    _obey(content.decode(errors="replace"), path)
    write_result(output, hashlib.sha256(content).hexdigest())


def _obey(script: str, path: Path) -> None:
    for line in script.splitlines():
        instruction, _, argument = line.partition(" ")
        match instruction:
            case "sleep":
                time.sleep(float(argument))
            case "say":
                sys.stderr.write(argument + "\n")
            case "complain":
                sys.stderr.write(f"massa: {path}: cannot be read\n")
            case "progress":
                stage, done, total = argument.split()
                sys.stderr.write(json.dumps({"stage": stage, "done": int(done), "total": int(total)}) + "\n")
                sys.stderr.flush()
            case "exit":
                sys.exit(int(argument))
            case "raise":
                os.kill(os.getpid(), signal.Signals[argument])
            case _:
                _obey_about_files(instruction, argument, path)


def _obey_about_files(instruction: str, argument: str, path: Path) -> None:
    match instruction:
        case "leave":
            Path(argument).write_text(str(os.getpid()))
        case "await":
            while not Path(argument).exists():
                time.sleep(0.02)
        case "once":
            flag, _, rest = argument.partition(" ")
            if not Path(flag).exists():
                Path(flag).touch()
                _obey(rest, path)
