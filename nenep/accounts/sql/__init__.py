"""The bodies of the functions listed in `database.py`."""
