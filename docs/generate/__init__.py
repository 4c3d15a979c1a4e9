"""Writes the reference pages from the code that they describe: `python -m generate` in docs/, `--check` to compare."""
