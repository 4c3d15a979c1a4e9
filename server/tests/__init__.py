"""Tests of the server. They mirror `massa_server`, and use real SQLite files, folders and processes."""
