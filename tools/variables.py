"""Environment variables that the tools hand to each other."""

# URL of a superuser of a PostgreSQL that serves tests and nothing else.
SERVER_VARIABLE = "NENEP_TEST_SERVER"
