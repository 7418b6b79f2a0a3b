"""Once is once: a form that is sent again is not acted on again (mã gửi một lần).

Every form carries an id made when it was drawn. What a weak line repeats, or an impatient
thumb, is answered as it was the first time; the same id with other words brings a new form
that holds them, so that nothing is written twice and nothing typed is lost. Passwords, log-in
and signing carry no id: they must be asked anew each time.
"""

import hashlib
from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone

from nenep.access.actor import Actor
from nenep.accounts.models import SentForm
from nenep.core import clock, formats
from nenep.core.forms import refused

# The hidden field; the tag `{% sent_once %}` draws it.
FIELD = "form_id"
_NOT_CONTENT = (FIELD, "csrfmiddlewaretoken")


def answer(request: HttpRequest, actor: Actor, act: Callable[[], HttpResponse]) -> HttpResponse:
    """Answer a request: act on a form the first time it comes, then answer the same again.

    Args:
        request: any; one without an id is acted on each time.
        act: what answers it, inside the open scope.
    """
    form_id = _id_of(request)
    if form_id is None or not actor.account_id:
        return act()
    sent = _claimed(actor.account_id, form_id, _digest(request))
    if sent.answered_at is None:
        return _first(request, sent, act())
    if bytes(sent.digest) == _digest(request):
        return _again(request, sent)
    return _other_words(request, sent, act)


def _id_of(request: HttpRequest) -> UUID | None:
    if request.method != "POST":
        return None
    try:
        return UUID(request.POST.get(FIELD, ""))
    except ValueError:
        return None


def _digest(request: HttpRequest) -> bytes:
    """Return the SHA-256 of what was sent, and where to; files by what is in them."""
    found = hashlib.sha256(request.path.encode())
    for name in sorted(request.POST.keys() - set(_NOT_CONTENT)):
        for value in request.POST.getlist(name):
            found.update(f"\0{name}\0{value}".encode())
    for name in sorted(request.FILES):
        for file in request.FILES.getlist(name):
            found.update(f"\0{name}\0{file.name}\0".encode() + _digest_of_file(file))
    return found.digest()


def _digest_of_file(file: "UploadedFile[bytes]") -> bytes:
    found = hashlib.sha256()
    for piece in file.chunks():
        found.update(piece)
    file.seek(0)
    return found.digest()


def _claimed(account_id: int, form_id: UUID, digest: bytes) -> SentForm:
    """Return the row of an id, locked; whoever sends the same at once waits here for the first."""
    claim = SentForm(account_id=account_id, form_id=form_id, digest=digest, sent_at=clock.now())
    SentForm.objects.bulk_create([claim], ignore_conflicts=True)
    return SentForm.objects.select_for_update().get(account_id=account_id, form_id=form_id)


def _first(request: HttpRequest, sent: SentForm, response: HttpResponse) -> HttpResponse:
    """Keep where a form that did something led to, and what was said of it.

    One that was refused did nothing: its id stays free.
    """
    if isinstance(response, HttpResponseRedirect) and not transaction.get_rollback():
        said = messages.get_messages(request)
        sent.said = [[message.level, str(message.message)] for message in said]
        if not isinstance(said, list):
            # They have been read here, and are still to be shown.
            said.used = False
        sent.location = response.url
        sent.digest = _digest(request)
        sent.answered_at = clock.now()
        sent.save(update_fields=["said", "location", "digest", "answered_at"])
    return response


def _again(request: HttpRequest, sent: SentForm) -> HttpResponse:
    for level, words in sent.said:
        messages.add_message(request, level, words)
    return HttpResponseRedirect(sent.location)


def _other_words(
    request: HttpRequest, sent: SentForm, act: Callable[[], HttpResponse]
) -> HttpResponse:
    """Show the form anew with what was typed; nothing is written."""
    assert sent.answered_at is not None  # noqa: S101  (the row of an answered form)
    when = formats.moment(timezone.localtime(sent.answered_at))
    sentence = (
        f"Mẫu này đã gửi và đã được ghi lúc {when}. Những gì đồng chí vừa nhập còn nguyên "
        "dưới đây và chưa được ghi thêm. Nếu muốn gửi thêm lần nữa, hãy bấm lại nút gửi."
    )
    with refused(sentence):
        response = act()
    if response.status_code == 422:
        return response
    # A form without fields of its own: what it did is undone, and the sentence stands alone.
    transaction.set_rollback(True)
    return render(request, "422.html", {"sentence": sentence}, status=422)
