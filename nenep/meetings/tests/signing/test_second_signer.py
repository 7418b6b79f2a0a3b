"""The second signer: on the other's device for one signature, or with a one-time code."""

import re
from datetime import timedelta

import pytest
import yaml
from django.db import connection
from django.test import Client
from django.urls import NoReverseMatch, get_resolver, reverse

from nenep.access.scope import scope
from nenep.accounts.models import Account, Session
from nenep.audit.models import Event
from nenep.core import clock
from nenep.meetings import conventions
from nenep.meetings.book import reading
from nenep.meetings.book.export import export
from nenep.meetings.book.verify import verify
from nenep.meetings.models import Entry, Meeting, MeetingRole, Signature, SigningCode
from nenep.meetings.printed import minutes_of
from nenep.meetings.signing.actions.sign import ready_to_sign
from nenep.meetings.tests.builders import (
    PASSWORD,
    a_cast,
    an_ended_meeting,
    send,
    shown_now,
    sign_as,
)
from nenep.meetings.tests.visitors import a_browser, a_visitor, state_of, text_of
from nenep.members.models import PersonalData
from nenep.members.tests.builders import a_member, a_post
from nenep.organisations.tests.builders import NOW, a_cell, a_commune, building
from tests.access.test_strangers import OPEN, names

pytestmark = pytest.mark.django_db

LATER = NOW + timedelta(minutes=110)


@pytest.fixture
def told_hours(tmp_path, monkeypatch):
    """Let the dated file of the room's conventions say other hours."""

    def tell(hours: int) -> None:
        [file] = conventions.FOLDER.glob("*.yaml")
        held = yaml.safe_load(file.read_text(encoding="utf-8"))
        changed = yaml.safe_dump(held | {"signing_code": {"hours": hours}}, allow_unicode=True)
        (tmp_path / file.name).write_text(changed, encoding="utf-8")
        monkeypatch.setattr(conventions, "FOLDER", tmp_path)
        conventions._all.cache_clear()

    yield tell
    monkeypatch.undo()
    conventions._all.cache_clear()


@pytest.fixture(autouse=True)
def _after_the_meeting():
    with clock.at(LATER):
        yield


class World:
    """A meeting that lacks only signatures; its minute-taker has an account or none."""

    def __init__(self, *, account: bool = True):
        self.cell = a_cell(a_commune(), "Chi bộ Bản Vai")
        self.cast = a_cast(self.cell)
        self.meeting = an_ended_meeting(self.cast)
        if not account:
            # Somebody who never had one.
            self.taker = self.cast.members[0]
            send(
                self.meeting, self.cast.secretary_actor, "hand_over", at=LATER,
                role="minute_taker", member=self.taker.pk,
            )  # fmt: skip
        else:
            self.taker = self.cast.minute_taker
        with building():
            found = Account.objects.filter(member=self.taker).first()
        self.login = found.login if found else ""
        self.host = a_visitor(self.cast.secretary)

    def beside(self, **changes):
        shown = shown_now(self.meeting).digest
        typed = {"name": self.login, "password": PASSWORD, "shown": shown} | changes
        return self.host.post(reverse("meetings:beside", args=[self.meeting.pk]), typed)

    def issue(self, browser=None, kind="minute_taker"):
        address = reverse("meetings:issue_code", args=[self.meeting.pk])
        return (browser or self.host).post(address, {"kind": kind})

    def code(self):
        found = re.search(r'slip-code">([0-9A-Z-]+)<', text_of(self.issue()))
        assert found
        return found[1]

    def sign_as_secretary(self):
        return sign_as(self.meeting, self.cast.secretary_actor, LATER)


def with_code(code, **more):
    """Send the code; whoever signs has read what it opened."""
    if more.get("step") == "sign" and "shown" not in more:
        read = re.search(r'name="shown" value="(\w+)"', text_of(with_code(code)))
        more |= {"shown": read[1]} if read else {}
    return a_browser().post(reverse("meetings:sign_with_code"), {"code": code, **more})


def methods():
    with building():
        return dict(Signature.objects.values_list("kind", "way"))


class TestBeside:
    def test_signs_for_this_entry_and_says_on_whose_device(self):
        world = World()
        world.sign_as_secretary()

        answer = world.beside()

        assert answer.url == reverse("meetings:minutes", args=[world.meeting.pk])
        with building():
            entry = Entry.objects.get()
            signed = {one["role"]: one for one in reading.read(entry)["signatures"]}
            assert signed["minute_taker"]["way"] == "beside"
            assert signed["minute_taker"]["entered_by"] == world.cast.secretary.full_name
            assert "way" not in signed["chair"]
            assert verify([export(entry)]).findings == ()
            assert "trên máy của Lò Văn Bình" in str(minutes_of(entry))
            assert Event.objects.filter(code="meeting.signed_beside").count() == 1

    def test_may_come_first(self):
        world = World()
        assert world.beside().url == reverse("meetings:sign", args=[world.meeting.pk])
        assert methods() == {"minute_taker": "beside"}
        assert world.sign_as_secretary() is not None

    def test_opens_no_session_and_leaves_the_first_ones_alone(self):
        world = World()
        with building():
            before = list(Session.objects.values_list("account_id", "ended_at"))
        answer = world.beside()

        assert "sessionid" not in str(answer.cookies)
        with building():
            assert list(Session.objects.values_list("account_id", "ended_at")) == before
        page = world.host.get(reverse("accounts:mine"))
        assert page.wsgi_request.actor.member_id == world.cast.secretary.pk

    def test_what_it_leaves_in_the_browser_opens_no_address(self):
        world = World()
        answer = world.beside()
        borrowed = Client(headers={"X-Forwarded-Proto": "https"})
        for name, morsel in answer.cookies.items():
            borrowed.cookies[name] = morsel.value
        keys = {
            "pk": world.meeting.pk, "year": 2026, "number": 12, "item": 1, "paper": 1, "member": 1,
            "sequence": 1, "what": "bien-ban", "file_type": "pdf", "step": "diem-danh",
            "code": "2025", "document": 1, "part": 1, "body": 1, "slug": "x",
        }  # fmt: skip
        opened = []
        for name in names():
            if name in OPEN or name in ("meetings:sign_with_code",):
                continue
            address = _address(name, keys)
            if address is None:
                continue
            sent = {"name": world.login, "password": PASSWORD}
            for response in (borrowed.get(address), borrowed.post(address, sent)):
                login = response.status_code == 302 and "/dang-nhap/" in response.url
                if not (login or response.status_code in (401, 404, 405)):
                    opened.append((name, response.status_code))
        assert opened == []

    def test_name_and_password_open_nothing_else_on_the_first_ones_device(self):
        world = World()
        sent = {"name": world.login, "password": PASSWORD}
        for name in ("meetings:own_tasks", "accounts:mine", "meetings:own_notices"):
            for response in (
                world.host.get(reverse(name), sent),
                world.host.post(reverse(name), sent),
            ):
                assert response.wsgi_request.actor.member_id == world.cast.secretary.pk

    @pytest.mark.parametrize(
        ("changes", "says"),
        [
            ({"password": "sai"}, "Mật khẩu chưa đúng"),
            ({"name": "khong.co"}, "không phải của người còn phải ký"),
            ({"name": ""}, "Chưa nhập"),
        ],
    )
    def test_refuses_in_words(self, changes, says):
        world = World()
        answer = world.beside(**changes)
        assert answer.status_code == 422
        assert says in text_of(answer)
        assert methods() == {}

    def test_is_not_for_the_first_one_nor_for_a_member(self):
        world = World()
        with building():
            own = Account.objects.get(member=world.cast.secretary).login
        assert "không phải của người" in text_of(world.beside(name=own))
        other = a_member(world.cell, "Hoàng Thị Khác")
        a_visitor(other)
        with building():
            login = Account.objects.get(member=other).login
        assert "không phải của người" in text_of(world.beside(name=login))
        assert methods() == {}

    def test_waits_after_five_names_whoever_they_belong_to(self):
        world = World()
        for n in range(5):
            world.beside(name=f"091234567{n}", password="sai")
        assert "quá nhiều lần" in text_of(world.beside(name="0912345679", password="sai"))

    def test_tells_nobody_the_number_of_the_signer(self):
        world = World()
        with building():
            PersonalData.objects.filter(member=world.taker).update(phone="0912345678")
        said = [
            re.sub(r"09\d{8}|csrfmiddlewaretoken.*?>|CSRFToken.*?>", "", text_of(answer))
            for answer in (
                world.beside(name="0912345678", password="sai"),
                world.beside(name="0987654321", password="sai"),
            )
        ]
        assert said[0] == said[1]

    def test_waits_after_five_wrong_passwords(self):
        world = World()
        for _ in range(5):
            world.beside(password="sai")
        assert "quá nhiều lần" in text_of(world.beside())
        assert methods() == {}


def _address(name, keys):
    app, _, own = name.rpartition(":")
    resolver = get_resolver()
    found = dict.fromkeys(keys)
    for candidate in resolver.url_patterns:
        namespace = getattr(candidate, "namespace", None) or ""
        patterns = getattr(candidate, "url_patterns", [])
        if namespace != app:
            continue
        for pattern in patterns:
            if getattr(pattern, "name", None) == own:
                found = pattern.pattern.converters
                break
    try:
        return reverse(name, kwargs={key: keys[key] for key in found if key in keys})
    except NoReverseMatch:
        return None


class TestCode:
    def test_signs_once_on_any_device_and_says_who_handed_it_out(self):
        world = World(account=False)
        world.sign_as_secretary()
        code = world.code()

        shown = text_of(with_code(code))
        assert world.taker.full_name in shown
        assert "Nhất trí nhiệm vụ tháng tới" in shown
        done = with_code(code, step="sign")

        assert "Đã ký" in text_of(done)
        assert state_of(world.meeting) == Meeting.State.SIGNED
        with building():
            entry = Entry.objects.get()
            signed = {one["role"]: one for one in reading.read(entry)["signatures"]}
            assert signed["minute_taker"]["way"] == "code"
            assert signed["minute_taker"]["entered_by"] == world.cast.secretary.full_name
            assert verify([export(entry)]).findings == ()
            codes = set(Event.objects.values_list("code", flat=True))
        assert {"meeting.signing_code_issued", "meeting.signed_with_code"} <= codes
        assert "không dùng được" in text_of(with_code(code, step="sign"))

    def test_is_kept_as_a_digest_and_logs_nobody_in(self):
        world = World(account=False)
        code = world.code()
        answer = with_code(code)
        with building():
            kept = SigningCode.objects.get()
            assert code.replace("-", "").encode() not in bytes(kept.digest)
            assert not Session.objects.filter(account__member=world.taker).exists()
        assert not [name for name in answer.cookies if "session" in name]

    @pytest.mark.parametrize("hours", [3, 24])
    def test_ends_after_the_hours_of_the_dated_file(self, hours, told_hours):
        told_hours(hours)
        world = World(account=False)
        code = world.code()
        with clock.at(LATER + timedelta(hours=hours, minutes=-1)):
            assert world.taker.full_name in text_of(with_code(code))
        with clock.at(LATER + timedelta(hours=hours, minutes=1)):
            assert "không dùng được" in text_of(with_code(code))

    def test_a_new_one_takes_the_place_of_the_old(self):
        world = World(account=False)
        old, new = world.code(), world.code()
        assert "không dùng được" in text_of(with_code(old))
        assert world.taker.full_name in text_of(with_code(new))

    def test_stays_if_the_minutes_are_not_ready(self):
        world = World(account=False)
        code = world.code()
        send(
            world.meeting, world.cast.secretary_actor, "mark", at=LATER,
            member=world.taker.pk, mark="none",
        )  # fmt: skip
        assert "vắng mặt" in text_of(with_code(code, step="sign"))
        with building():
            assert SigningCode.objects.count() == 1
        assert methods() == {}

    def test_is_for_who_holds_the_role_now(self):
        world = World(account=False)
        code = world.code()
        send(
            world.meeting, world.cast.secretary_actor, "hand_over", at=LATER,
            role="minute_taker", member=world.cast.minute_taker.pk,
        )  # fmt: skip
        for step in ("read", "sign"):
            assert "không dùng được" in text_of(with_code(code, step=step))

    def test_opens_nothing_once_the_minutes_are_signed(self):
        world = World(account=False)
        code = world.code()
        with building():
            Meeting.objects.filter(pk=world.meeting.pk).update(
                state=Meeting.State.SIGNED, signed_at=LATER
            )
        assert "không dùng được" in text_of(with_code(code))

    def test_is_not_for_somebody_with_an_account_nor_for_oneself(self):
        world = World()
        assert "ký bằng mật khẩu của mình" in text_of(world.issue())
        assert "mật khẩu của mình" in text_of(world.issue(kind="chair"))
        with building():
            assert not SigningCode.objects.exists()

    def test_is_handed_out_by_the_office_too_and_by_no_member(self):
        world = World(account=False)
        with building():
            commune = world.cell.placements.get(valid_to=None).parent
        office = a_member(a_cell(commune, "Chi bộ Cơ quan", sector="agency"), "Tẩn A Sùng")
        a_post("office", commune, office)
        assert "slip-code" in text_of(world.issue(a_visitor(office)))
        assert world.issue(a_visitor(world.cast.members[1])).status_code in (403, 404)

    def test_waits_after_too_many_wrong_ones_from_one_place(self):
        world = World(account=False)
        code = world.code()
        for _ in range(30):
            with_code("AAAA-BBBB-CCCC")
        assert "Hãy đợi" in text_of(with_code(code))

    def test_and_paper_do_not_make_up_an_entry_together(self):
        world = World(account=False)
        code = world.code()
        with building():
            role = MeetingRole.objects.get(kind="chair")

        with scope(world.cast.secretary_actor):
            ready = ready_to_sign(meeting_id=world.meeting.pk, actor=world.cast.secretary_actor)
            ready.add_signature(
                role,
                actor=world.cast.secretary_actor,
                at=LATER,
                way="paper",
                signed_on=LATER.date(),
                witness="A",
                entered_by="B",
            )
        assert "phải tự xác nhận" in text_of(with_code(code, step="sign"))

    def test_the_function_answers_one_who_acts_as_nobody(self):
        world = World(account=False)
        world.code()
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT * FROM meetings_signing_code(%s, %s, %s, %s)",
                [b"no such digest", b"place", LATER, True],
            )
            assert cursor.fetchone() is None
        with building():
            assert SigningCode.objects.count() == 1
