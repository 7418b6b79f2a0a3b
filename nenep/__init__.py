"""Nền Nếp: the working system of Vietnam's grassroots Party organisations."""

# Of the program; setuptools reads it from here (pyproject.toml).
VERSION = "0.2.0"
