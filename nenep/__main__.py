"""Makes `python -m nenep` the command `nenep`."""

from nenep.command import main

main()
