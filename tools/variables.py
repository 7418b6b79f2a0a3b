"""Environment variables that the tools hand to each other."""

# URL of a superuser of a PostgreSQL that serves tests and nothing else.
SERVER_VARIABLE = "NENEP_TEST_SERVER"
# Name of a migrated database that the tests copy instead of making one.
TEMPLATE_VARIABLE = "NENEP_TEST_TEMPLATE"
# Set where tests are to run with the owner's rights, beneath which no policy helps.
AS_OWNER_VARIABLE = "NENEP_TEST_AS_OWNER"
