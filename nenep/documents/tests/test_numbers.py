"""The register of numbers: 01, 02 … for each type through a term."""

from contextlib import suppress
from datetime import date
from threading import Barrier, Thread

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from nenep.access.scope import scope
from nenep.core.errors import NotAllowed
from nenep.documents.actions import symbol, take_number
from nenep.documents.models import IssuedDocument
from nenep.members.tests.builders import a_member_of, a_secretary_of
from nenep.organisations.actions import begin_term
from nenep.organisations.tests.builders import EVERYTHING, NOW, TODAY, a_cell, building


def take(cell, actor, *, type_code="NQ", on=TODAY):
    with scope(actor):
        return take_number(
            organisation=cell,
            type_code=type_code,
            organisation_code="CB",
            issued_on=on,
            subject="Nghị quyết tháng 12/2026",
            actor=actor,
        )


class TestSymbol:
    @pytest.mark.parametrize(
        ("number", "printed"), [(1, "Số 01-NQ/CB"), (9, "Số 09-NQ/CB"), (100, "Số 100-NQ/CB")]
    )
    def test_has_a_leading_zero_under_ten(self, number, printed):
        assert symbol(number=number, type_code="NQ", organisation_code="CB") == printed

    @given(st.integers(min_value=1, max_value=10**6))
    def test_keeps_the_number(self, number):
        printed = symbol(number=number, type_code="NQ", organisation_code="CB")

        assert int(printed.removeprefix("Số ").split("-")[0]) == number


@pytest.mark.django_db
class TestTakeNumber:
    def test_counts_from_one_without_a_gap(self):
        cell = a_cell()
        secretary = a_secretary_of(cell)

        assert [take(cell, secretary).number for _ in range(3)] == [1, 2, 3]

    def test_begins_anew_for_another_kind_term_or_cell(self):
        cell, other = a_cell(), a_cell()
        secretary = a_secretary_of(cell)
        take(cell, secretary)

        assert take(cell, secretary, type_code="BB").number == 1
        with building():
            begin_term(
                body_id=cell.bodies.get(kind="cell").pk,
                label="2027-2030",
                valid_from=date(2027, 6, 1),
                actor=EVERYTHING,
                at=NOW,
            )
        assert take(cell, secretary, on=date(2027, 6, 1)).number == 1
        assert take(cell, secretary, on=date(2027, 5, 31)).number == 2
        assert take(other, a_secretary_of(other)).number == 1
        assert take(cell, secretary).number == 3

    def test_gives_a_number_back_when_its_action_is_undone(self):
        cell = a_cell()
        secretary = a_secretary_of(cell)
        with suppress(ZeroDivisionError), scope(secretary):
            take(cell, secretary)
            raise ZeroDivisionError

        assert take(cell, secretary).number == 1

    def test_refuses_who_may_not_run_the_meeting(self):
        cell = a_cell()

        for actor in (a_member_of(cell), a_secretary_of(a_cell())):
            with pytest.raises(NotAllowed):
                take(cell, actor)


@pytest.mark.django_db(transaction=True)
class TestTakeNumberAtOnce:
    def test_gives_each_a_number_of_its_own(self):
        cell = a_cell()
        secretary = a_secretary_of(cell)
        start, failed = Barrier(8, timeout=30), []

        def one() -> None:
            try:
                start.wait()
                take(cell, secretary)
            except Exception as error:
                failed.append(error)
            finally:
                connection.close()

        threads = [Thread(target=one) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        assert failed == []
        with building():
            numbers = IssuedDocument.objects.order_by("number").values_list("number", flat=True)
            assert list(numbers) == list(range(1, 9))
