"""Turns a constraint the database refused into a sentence for the user."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

from django.db import IntegrityError, connection, transaction

from nenep.core.errors import Refusal


@contextmanager
def explained(
    refusal: type[Refusal], sentences: Mapping[str, str], *, deferred: Sequence[str] = ()
) -> Iterator[None]:
    """Let the database decide, and say its refusal in Vietnamese.

    Args:
        refusal: what to raise.
        sentences: the sentence for each constraint's name.
        deferred: names of deferred constraint triggers to check at the end of the block
            instead of at the end of the transaction.

    Raises:
        Refusal: one of the named constraints does not hold. Its cause is left out: the
            text of the database quotes the row.
    """
    try:
        with transaction.atomic():
            yield
            if deferred:
                with connection.cursor() as cursor:
                    names = ", ".join(connection.ops.quote_name(name) for name in deferred)
                    cursor.execute(f"SET CONSTRAINTS {names} IMMEDIATE")
                    cursor.execute(f"SET CONSTRAINTS {names} DEFERRED")
    except IntegrityError as error:
        name = broken_constraint(error)
        if name in sentences:
            raise refusal(sentences[name]) from None
        raise


def broken_constraint(error: IntegrityError) -> str:
    """Return the name of the constraint that an error speaks of, or an empty text."""
    diagnosis = getattr(error.__cause__, "diag", None)
    return getattr(diagnosis, "constraint_name", None) or ""
