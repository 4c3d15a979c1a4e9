"""The runner: a process beside the server that inspects finished uploads and runs analyses."""
