"""What must happen before a scope exists, or beyond what a scope may reach: listed functions.

Each runs as the owner of the tables (SECURITY DEFINER) and is the only way to passwords,
slips, sessions' keys and attempts; the web role may execute them and nothing else there.
Hashes never leave the database: the caller gets the salt, sends back the hash it computed,
and is told whether it was right, after the throttle has been asked.
"""

from nenep.accounts.database import attempts, log_in, manage, passwords, upkeep

FUNCTIONS = (
    *attempts.FUNCTIONS,
    *log_in.FUNCTIONS,
    *manage.FUNCTIONS,
    *passwords.FUNCTIONS,
    *upkeep.FUNCTIONS,
)


def statements(*, web: str) -> list[str]:
    """Return the functions, and who may call them."""
    return [statement for function in FUNCTIONS for statement in function.statements(web)]
