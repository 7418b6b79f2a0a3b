"""How dates, numbers and phones read in Vietnamese; form only, no rule."""

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from django.utils import timezone

_WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")
_HARD_BLANK = "\N{NO-BREAK SPACE}"

Number = int | float | Decimal | Fraction


def short_date(day: date) -> str:
    """Return "03/12/2026"."""
    return f"{_local(day):%d/%m/%Y}"


def weekday_date(day: date) -> str:
    """Return "thứ Năm, 03/12/2026"."""
    local = _local(day)
    return f"{_WEEKDAYS[local.weekday()]}, {local:%d/%m/%Y}"


def clock_time(moment: datetime) -> str:
    """Return "19 giờ 30" in Vietnam's time."""
    local = timezone.localtime(moment) if timezone.is_aware(moment) else moment
    return f"{local.hour} giờ {local.minute:02d}" if local.minute else f"{local.hour} giờ"


def moment(moment: datetime) -> str:
    """Return "19 giờ 30, thứ Năm, 03/12/2026" in Vietnam's time."""
    return f"{clock_time(moment)}, {weekday_date(moment)}"


def cut(value: Number, places: int = 2) -> Decimal:
    """Cut a number off after so many digits: what is written never reaches a border it does not."""
    exact = value if isinstance(value, int | Fraction) else Fraction(str(value))
    whole = abs(exact) * 10**places // 1
    return Decimal(int(-whole if exact < 0 else whole)).scaleb(-places)


def number(value: Number, places: int | None = None) -> str:
    """Return "1.460" or "18,9", cut off after `places` digits.

    Args:
        places: digits after the comma; None for as many as the value needs, at most two.
    """
    shown = cut(value, 2 if places is None else places)
    text = f"{shown:,f}"
    if places is None and "." in text:
        text = text.rstrip("0").rstrip(".")
    return text.replace(",", "\0").replace(".", ",").replace("\0", ".")


def percent(share: Number, places: int | None = None) -> str:
    """Return "18,9 %" for a share of 0.189, rounded half up; without `places` at most one decimal."""
    scaled = _decimal(share) * 100
    if places is None:
        tenths = scaled.quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)
        places = 0 if tenths == tenths.to_integral_value() else 1
    rounded = scaled.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    return f"{number(rounded, places)}{_HARD_BLANK}%"


def minutes(count: int) -> str:
    """Return "1 giờ 35 phút", "2 giờ" or "45 phút"."""
    hours, rest = divmod(count, 60)
    parts = [f"{hours} giờ"] if hours else []
    if rest or not hours:
        parts.append(f"{rest} phút")
    return " ".join(parts)


def masked_phone(phone: str) -> str:
    """Return "••• ••• •678": the last three digits, to recognise one's own."""
    return f"••• ••• •{phone[-3:]}" if len(phone) > 6 else ""


def _local(day: date) -> date:
    if isinstance(day, datetime) and timezone.is_aware(day):
        return timezone.localtime(day)
    return day


def _decimal(value: Number) -> Decimal:
    if isinstance(value, Fraction):
        return Decimal(value.numerator) / Decimal(value.denominator)
    return Decimal(str(value))
