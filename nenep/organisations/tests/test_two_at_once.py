"""Two real transactions, each fine alone."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
from django.db import IntegrityError, OperationalError, connection, transaction

from nenep.access.scope import scope
from nenep.core.constraints import broken_constraint
from nenep.core.errors import Refusal
from nenep.members import actions as members
from nenep.members.tests.builders import a_member
from nenep.organisations import actions
from nenep.organisations.models import Organisation, Placement
from nenep.organisations.tests.builders import (
    EVERYTHING,
    NOW,
    TODAY,
    a_cell,
    a_commune,
    a_province,
    an_organisation,
)

pytestmark = pytest.mark.django_db(transaction=True)

# Ahead of today, so that no key has to follow.
SOON = date(2027, 2, 1)


def together(*works: Callable[[Barrier], None]) -> list[BaseException | None]:
    """Run each in a thread and a connection of its own, and return what each raised."""
    barrier = Barrier(len(works), timeout=20)

    def run(work: Callable[[Barrier], None]) -> BaseException | None:
        try:
            with scope(EVERYTHING):
                work(barrier)
        except (Refusal, IntegrityError, OperationalError) as error:
            return error
        finally:
            connection.close()
        return None

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(run, works))


def hang(organisation: Organisation, parent: Organisation) -> None:
    """Move by plain rows, without the lock that the action takes first."""
    Placement.objects.filter(organisation=organisation).update(valid_to=SOON)
    Placement.objects.create(
        organisation=organisation,
        parent=parent,
        valid_from=SOON,
    )


class TestTwoMoves:
    def test_that_make_a_cycle_together_do_not_both_happen(self) -> None:
        province = a_province()
        one = an_organisation("other_base", province, "Đảng bộ Công an tỉnh")
        two = an_organisation("other_base", province, "Đảng bộ Quân sự tỉnh")

        def first(barrier: Barrier) -> None:
            hang(one, two)
            barrier.wait()  # both are done and neither has been checked

        def second(barrier: Barrier) -> None:
            hang(two, one)
            barrier.wait()

        errors = together(first, second)

        failed = [error for error in errors if error is not None]
        assert len(failed) == 1
        assert isinstance(failed[0], IntegrityError)
        assert broken_constraint(failed[0]) == "placement_without_cycle"

    def test_by_action_end_with_one_refusal_in_words(self) -> None:
        province = a_province()
        one = an_organisation("other_base", province, "Đảng bộ Công an tỉnh")
        two = an_organisation("other_base", province, "Đảng bộ Quân sự tỉnh")

        def move(what: Organisation, to: Organisation) -> Callable[[Barrier], None]:
            def work(barrier: Barrier) -> None:
                barrier.wait()
                actions.move(
                    organisation_id=what.pk, to_id=to.pk, on=TODAY, actor=EVERYTHING, at=NOW
                )

            return work

        errors = together(move(one, two), move(two, one))

        assert sorted(type(error).__name__ for error in errors) == ["CannotMove", "NoneType"]

    def test_with_an_older_picture_are_refused(self) -> None:
        province = a_province()
        one = an_organisation("other_base", province, "Đảng bộ Công an tỉnh")
        two = an_organisation("other_base", province, "Đảng bộ Quân sự tỉnh")

        def hang_with_an_older_picture() -> None:
            with transaction.atomic():
                with connection.cursor() as cursor:
                    cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
                with scope(EVERYTHING):
                    hang(one, two)

        with pytest.raises(IntegrityError) as raised:
            hang_with_an_older_picture()

        assert broken_constraint(raised.value) == "tree_needs_read_committed"


class TestDissolvingWhileSomebodyJoins:
    def test_lets_only_one_of_them_happen(self) -> None:
        commune = a_commune(a_province())
        cell, other = a_cell(commune), a_cell(commune, "Chi bộ Bản Sâu")
        member = a_member(other)

        def dissolve(barrier: Barrier) -> None:
            Placement.objects.filter(organisation=cell).update(valid_to=SOON)
            barrier.wait()
            Organisation.objects.filter(pk=cell.pk).update(dissolved_on=SOON)

        def join(barrier: Barrier) -> None:
            barrier.wait()
            members.assign_to_take_part(
                member_id=member.pk,
                organisation_id=cell.pk,
                valid_from=TODAY,
                actor=EVERYTHING,
                at=NOW,
            )

        errors = together(dissolve, join)

        assert sum(error is None for error in errors) == 1
