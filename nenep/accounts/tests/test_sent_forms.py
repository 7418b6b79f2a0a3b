"""A form that is sent again is answered as the first time, and never acted on twice."""

import re
from dataclasses import replace
from datetime import timedelta
from threading import Barrier, Thread
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections
from django.test import Client
from django.urls import reverse

from nenep.access.scope import scope
from nenep.accounts import functions, sent_forms
from nenep.accounts.models import SentForm
from nenep.accounts.tests.builders import an_account, log_in
from nenep.audit.models import Event
from nenep.core import clock
from nenep.members.models import StandIn
from nenep.members.tests.builders import a_member, a_post
from nenep.organisations.tests.builders import EVERYTHING, NOW, TODAY, a_cell, a_commune, building

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today():
    with clock.at(NOW):
        yield


class World:
    """A cell for whose secretary the commune's office lets somebody stand in."""

    def __init__(self):
        commune = a_commune()
        self.cell = a_cell(commune)
        self.post = a_post("secretary", self.cell, a_member(self.cell, "Lò Văn Bình"))
        self.first, self.second = (a_member(self.cell) for _ in range(2))
        clerk = a_member(self.cell)
        a_post("office", commune, clerk)
        self.account = an_account(clerk)
        self.client = log_in(Client(raise_request_exception=False), self.account)
        self.page = reverse("members:stand_in", args=[self.post.pk])

    def typed(self, **changes):
        return {
            "member": self.first.pk,
            "valid_from": TODAY.isoformat(),
            "valid_to": (TODAY + timedelta(days=6)).isoformat(),
            "decided_by": "Chi ủy, ngày 01/12",
            **changes,
        }

    def send(self, form_id, client=None, **changes):
        return (client or self.client).post(
            self.page, {sent_forms.FIELD: str(form_id), **self.typed(**changes)}
        )


@pytest.fixture
def world():
    return World()


def stand_ins():
    with building():
        return StandIn.objects.count()


def said(response):
    return [str(message) for message in response.wsgi_request._messages]


class TestSendingAgain:
    def test_does_once_and_is_answered_as_the_first_time(self, world):
        form_id = uuid4()
        first, again = world.send(form_id), world.send(form_id)

        assert (first.status_code, again.status_code) == (302, 302)
        assert first.url == again.url
        assert stand_ins() == 1
        assert "Đã giao người thay" in world.client.get(again.url).content.decode()

    def test_says_what_was_said_then(self, world):
        form_id = uuid4()
        world.send(form_id)
        world.client.get("/")
        world.send(form_id)
        assert "Đã giao người thay" in world.client.get(world.page).content.decode()

    def test_after_a_refusal_acts_when_it_is_right(self, world):
        form_id = uuid4()
        wrong = world.send(form_id, decided_by="  ")
        assert wrong.status_code == 422
        assert world.send(form_id).status_code == 302
        assert stand_ins() == 1

    def test_with_other_words_brings_a_new_form_that_holds_them(self, world):
        form_id = uuid4()
        world.send(form_id)
        other = world.send(form_id, member=world.second.pk, decided_by="Chi ủy, ngày 02/12")

        page = other.content.decode()
        assert other.status_code == 422
        assert "đã gửi và đã được ghi lúc" in page
        assert "Chi ủy, ngày 02/12" in page
        assert stand_ins() == 1
        (fresh,) = re.findall(r'name="form_id" value="([0-9a-f-]{36})"', page)
        assert fresh != str(form_id)

    def test_with_another_id_is_another_form(self, world):
        world.send(uuid4())
        second = world.send(
            uuid4(),
            valid_from=(TODAY + timedelta(days=10)).isoformat(),
            valid_to=(TODAY + timedelta(days=12)).isoformat(),
        )
        assert second.status_code == 302
        assert stand_ins() == 2

    @pytest.mark.parametrize("form_id", ["", "abc", "0", "x" * 5000])
    def test_with_no_id_to_speak_of_acts_as_any_form(self, world, form_id):
        assert world.send(form_id).status_code == 302
        assert stand_ins() == 1

    def test_by_somebody_else_with_the_same_id_is_theirs(self, world):
        form_id = uuid4()
        world.send(form_id)
        neighbour = a_cell()
        other = a_member(neighbour)
        a_post("secretary", neighbour, other)
        client = log_in(Client(raise_request_exception=False), an_account(other))
        # Not told that somebody sent it: it is refused as any stranger's.
        assert world.send(form_id, client).status_code == 403
        assert stand_ins() == 1

    def test_to_another_address_is_not_the_same(self, world):
        form_id = uuid4()
        world.send(form_id)
        elsewhere = world.client.post(
            reverse("members:own_email"), {sent_forms.FIELD: str(form_id), "email": ""}
        )
        assert elsewhere.status_code == 422

    def test_of_a_form_without_fields_undoes_what_it_did(self, world):
        office = a_member(world.cell, "Vàng Thị Chư")
        an_account(office)
        form_id = str(uuid4())
        address = reverse("notices:read_all")
        world.client.post(address, {sent_forms.FIELD: form_id})
        other = world.client.post(address, {sent_forms.FIELD: form_id, "more": "1"})
        assert other.status_code == 422
        assert "đã gửi và đã được ghi lúc" in other.content.decode()

    def test_holds_for_files_by_what_is_in_them(self, rf):
        def digest(data):
            file = SimpleUploadedFile("a.pdf", data)
            request = rf.post("/", {"title": "Tài liệu", "file": file})
            found = sent_forms._digest(request)
            assert request.FILES["file"].read() == data
            return found

        assert digest(b"one") == digest(b"one") != digest(b"two")


@pytest.mark.django_db(transaction=True)
def test_two_at_once_do_once():
    with clock.at(NOW):
        world = World()
        form_id, gate, answers = uuid4(), Barrier(2), []

        def send():
            client = Client(raise_request_exception=False)
            client.cookies["nenep_session"] = world.client.cookies["nenep_session"].value
            gate.wait()
            with clock.at(NOW):
                answers.append(world.send(form_id, client).status_code)
            connections.close_all()

        both = [Thread(target=send) for _ in range(2)]
        for one in both:
            one.start()
        for one in both:
            one.join()
    assert answers == [302, 302]
    with scope(EVERYTHING):
        assert StandIn.objects.count() == 1
        assert Event.objects.filter(code="post.stand_in_given").count() == 1


class TestWhatIsKept:
    def test_is_read_by_its_owner_only(self, world):
        world.send(uuid4())
        stranger = an_account(a_member())
        with building():
            assert not SentForm.objects.exists()
        assert stranger.pk != world.account.pk

    def test_goes_after_three_days(self, world):
        world.send(uuid4())
        with building():
            functions.clear_expired(NOW + timedelta(days=2, hours=23))
        assert _kept(world) == 1
        with building():
            functions.clear_expired(NOW + timedelta(days=3, minutes=1))
        assert _kept(world) == 0


def _as(world):
    return replace(EVERYTHING, account_id=world.account.pk)


def _kept(world):
    with scope(_as(world)):
        return SentForm.objects.count()
