"""Filters and tags for templates: form only, no logic. Loaded in every template."""

from datetime import date, datetime
from uuid import uuid4

from django import template
from django.forms import BoundField, CheckboxInput, RadioSelect, Select
from django.template.context import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString

from nenep.accounts.sent_forms import FIELD
from nenep.core import formats

register = template.Library()


@register.filter
def short_date(day: date | None) -> str:
    """`{{ day|short_date }}`: "03/12/2026"."""
    return formats.short_date(day) if day else ""


@register.filter
def weekday_date(day: date | None) -> str:
    """`{{ day|weekday_date }}`: "thứ Năm, 03/12/2026"."""
    return formats.weekday_date(day) if day else ""


@register.filter
def clock_time(moment: datetime | None) -> str:
    """`{{ moment|clock_time }}`: "19 giờ 30"."""
    return formats.clock_time(moment) if moment else ""


@register.filter
def moment(moment: datetime | None) -> str:
    """`{{ moment|moment }}`: "19 giờ 30, thứ Năm, 03/12/2026"."""
    return formats.moment(moment) if moment else ""


@register.filter
def number(value: formats.Number | None, places: int | None = None) -> str:
    """`{{ 1460|number }}`: "1.460"; `{{ 8|number:1 }}`: "8,0"."""
    return "" if value is None else formats.number(value, places)


@register.filter
def percent(share: formats.Number | None, places: int | None = None) -> str:
    """`{{ 0.189|percent }}`: "18,9 %"; in a column `{{ 1|percent:1 }}`: "100,0 %"."""
    return "" if share is None else formats.percent(share, places)


@register.filter
def minutes(count: int | None) -> str:
    """`{{ 95|minutes }}`: "1 giờ 35 phút"."""
    return "" if count is None else formats.minutes(count)


@register.filter
def masked_phone(phone: str | None) -> str:
    """`{{ phone|masked_phone }}`: only the last three digits."""
    return formats.masked_phone(phone or "")


@register.filter
def control(field: BoundField) -> SafeString:
    """`{{ field|control }}`: the field's input in the product's look."""
    widget = field.field.widget
    if isinstance(widget, RadioSelect):
        # Django would put the class on the frame around the choices as well.
        return field.as_widget()
    if isinstance(widget, CheckboxInput):
        style = "form-check-input"
    elif isinstance(widget, Select):
        style = "form-select"
    else:
        style = "form-control"
    return field.as_widget(attrs={"class": style})


@register.filter
def is_checkbox(field: BoundField) -> bool:
    """`{% if field|is_checkbox %}`: the label then stands behind the box."""
    return isinstance(field.field.widget, CheckboxInput)


@register.filter
def is_group(field: BoundField) -> bool:
    """`{% if field|is_group %}`: several boxes under one legend."""
    return field.use_fieldset


@register.simple_tag(takes_context=True)
def sent_once(context: Context) -> SafeString:
    """`{% sent_once %}` in a form in place of `{% csrf_token %}`: what is sent again does once.

    Not in forms with a password, for log-in or for signing: those are asked anew each time.
    """
    return format_html(
        '<input type="hidden" name="csrfmiddlewaretoken" value="{}">'
        '<input type="hidden" name="{}" value="{}">',
        context["csrf_token"],
        FIELD,
        uuid4(),
    )
