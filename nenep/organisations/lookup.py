"""Finds what an action is about, within what the scope lets through."""

from nenep.core.errors import Refusal
from nenep.organisations.models import Organisation


def visible_organisation(pk: int, refusal: type[Refusal]) -> Organisation:
    """Return an organisation that the open scope can see.

    Raises:
        Refusal: there is none, or it is out of reach; the two are not told apart.
    """
    found = Organisation.objects.filter(pk=pk).first()
    if found is None:
        raise refusal("Không tìm thấy đơn vị đã chọn. Hãy chọn lại.")
    return found
