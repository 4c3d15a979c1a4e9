"""`python -m massa_server`: the command `massa-server`."""

from massa_server.cli import main

main()
