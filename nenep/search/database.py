"""What finds by words: functions that run as the owner and apply the scope themselves.

A comparison of words is not leakproof, so beneath a policy no index would be asked (see
adr/0010). Each function lets through what the policy of its table lets through, by the same
text of the condition; it returns names and titles, never more.
"""

from nenep.access import policies
from nenep.access.triggers import granted
from nenep.documents.permissions import DocumentPermission
from nenep.meetings.permissions import MeetingPermission
from nenep.members.permissions import MemberPermission
from nenep.organisations.permissions import TreePermission

# At most so many rows, whatever is asked for.
_MOST = 50

# The words of a text, in small letters without marks: as `without_marks` makes them.
_WORDS = r"""
CREATE OR REPLACE FUNCTION search_words(written text) RETURNS tsvector
LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT SET search_path = pg_catalog, public AS $$
  SELECT array_to_tsvector(array_remove(string_to_array(regexp_replace(
    translate(
      lower(regexp_replace(normalize(written, NFD),
        '[\u0300-\u036f\u00ad\u200b-\u200f\u2060\ufeff]', '', 'g')),
      'đĐðÐ', 'dddd'),
    '[^a-z0-9]+', ' ', 'g'), ' '), ''))
$$
"""

# index, table, what is searched
_INDEXES = (
    ("search_members", "members_member", "full_name"),
    ("search_organisations", "organisations_organisation", "name"),
    ("search_former_names", "organisations_formername", "name"),
    ("search_documents", "documents_issueddocument", "symbol || ' ' || subject"),
)

_PEOPLE = """
CREATE OR REPLACE FUNCTION search_people(wanted text, typed text, most integer)
RETURNS TABLE (member_id bigint, full_name text, code text, home_id bigint, home_name text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  SELECT person.id, person.full_name::text, person.code::text, home.id, home.name::text
  FROM (SELECT * FROM members_member WHERE {roster_view}) person
  JOIN organisations_organisation home ON home.id = person.home_id
  WHERE search_words(person.full_name) @@ wanted::tsquery OR person.code = upper(typed)
  ORDER BY person.sort_key, person.id
  LIMIT least(most, {most})
$$
"""

_UNITS = """
CREATE OR REPLACE FUNCTION search_units(wanted text, typed text, most integer)
RETURNS TABLE (unit_id bigint, name text, kind text, above text, former text, until date)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  SELECT place.id, place.name::text, place.kind::text, above.name::text, old.name::text,
    place.dissolved_on
  FROM (
    SELECT id FROM organisations_organisation WHERE search_words(name) @@ wanted::tsquery
    UNION SELECT id FROM organisations_organisation WHERE code = upper(typed)
    UNION SELECT organisation_id FROM organisations_formername
      WHERE search_words(name) @@ wanted::tsquery
  ) found
  JOIN (SELECT * FROM organisations_organisation WHERE {tree_view}) place ON place.id = found.id
  LEFT JOIN organisations_organisation above
    ON above.id = nullif(split_part(place.scope_key, '/', -3), '')::bigint
  LEFT JOIN LATERAL (
    SELECT former.name FROM organisations_formername former
    WHERE former.organisation_id = place.id AND search_words(former.name) @@ wanted::tsquery
      AND NOT search_words(place.name) @@ wanted::tsquery
    ORDER BY former.valid_from DESC LIMIT 1
  ) old ON true
  ORDER BY place.dissolved_on DESC NULLS FIRST, place.kind = 'cell', length(place.name),
    place.code
  LIMIT least(most, {most})
$$
"""

# Those of units with such a name, the last ones first; every unit if no name is asked for.
_MEETINGS = """
CREATE OR REPLACE FUNCTION search_meetings(
  wanted text, first_day date, before_day date, now timestamptz, most integer)
RETURNS TABLE (
  meeting_id bigint, body text, kind text, counts_for date, planned_at timestamptz, state text,
  unit text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  SELECT met.id, body.kind::text, met.kind::text, met.counts_for, met.planned_at, met.state::text,
    place.name::text
  FROM (
    SELECT id, name FROM (
      SELECT * FROM organisations_organisation WHERE {tree_view}
    ) one
    WHERE wanted = '' OR search_words(one.name) @@ wanted::tsquery
    ORDER BY length(one.name), one.id LIMIT {most}
  ) place
  JOIN (SELECT * FROM meetings_meeting WHERE {meeting_read}) met ON met.organisation_id = place.id
  JOIN organisations_body body ON body.id = met.body_id
  WHERE (first_day IS NULL OR met.counts_for >= first_day AND met.counts_for < before_day)
    AND (first_day IS NOT NULL OR met.planned_at < now + interval '31 days')
  ORDER BY met.planned_at DESC, met.id
  LIMIT least(most, {most})
$$
"""

_DOCUMENTS = """
CREATE OR REPLACE FUNCTION search_documents(wanted text, most integer)
RETURNS TABLE (
  document_id bigint, symbol text, subject text, issued_on date, unit text, meeting_id bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  SELECT issued.id, issued.symbol::text, issued.subject::text, issued.issued_on,
    place.name::text, sealed.meeting_id
  FROM (SELECT * FROM documents_issueddocument WHERE {document_view}) issued
  JOIN organisations_organisation place ON place.id = issued.organisation_id
  LEFT JOIN LATERAL (
    SELECT entry.meeting_id FROM meetings_entry entry
    WHERE entry.resolution_id = issued.id AND EXISTS (
      SELECT 1 FROM (SELECT entry.scope_key) AS one (scope_key) WHERE {minutes_view})
    ORDER BY entry.id DESC LIMIT 1
  ) sealed ON true
  WHERE search_words(issued.symbol || ' ' || issued.subject) @@ wanted::tsquery
  ORDER BY issued.issued_on DESC, issued.id DESC
  LIMIT least(most, {most})
$$
"""

_FOR_WEB = (
    # An index is kept by whoever writes the row.
    "search_words(text)",
    "search_people(text, text, integer)",
    "search_units(text, text, integer)",
    "search_meetings(text, date, date, timestamptz, integer)",
    "search_documents(text, integer)",
)


def statements(*, web: str) -> list[str]:
    """Return functions, indexes and who may call what; `web` is a quoted role name."""
    indexes = [
        f"CREATE INDEX IF NOT EXISTS {name} ON {table} USING gin (search_words({what}))"
        for name, table, what in _INDEXES
    ]
    functions = [_written(one) for one in (_PEOPLE, _UNITS, _MEETINGS, _DOCUMENTS)]
    return [_WORDS, *indexes, *functions, *granted(_FOR_WEB, web=web)]


def _written(function: str) -> str:
    """Write the scope's conditions and the bound into a function."""
    any_of = (TreePermission.FIGURES_VIEW, MemberPermission.ROSTER_VIEW)
    places = {
        "{most}": str(_MOST),
        "{roster_view}": policies.scope_condition(MemberPermission.ROSTER_VIEW),
        "{tree_view}": policies.scope_condition(TreePermission.TREE_VIEW),
        "{meeting_read}": " OR ".join(f"({policies.scope_condition(one)})" for one in any_of),
        "{document_view}": policies.scope_condition(DocumentPermission.DOCUMENT_VIEW),
        "{minutes_view}": policies.scope_condition(MeetingPermission.MINUTES_VIEW),
    }
    for place, text in places.items():
        function = function.replace(place, text)
    return function
