"""A function of the database that steps over the policies, with its reason."""

from dataclasses import dataclass

from django.conf import settings

from nenep.access.policies import holding
from nenep.accounts import rules
from nenep.accounts.permissions import AccountPermission
from nenep.members.permissions import MemberPermission

# Words in the bodies, and what they stand for.
_WORDS = {
    "OWN_ACCOUNT_": "current_setting('nenep.account')::bigint",
    "OWN_MEMBER_": "NULLIF(current_setting('nenep.member')::bigint, 0)",
    "IN_RANGE_": holding(AccountPermission.ACCOUNTS_MANAGE),
    "EDITS_MEMBERS_": holding(MemberPermission.MEMBERS_EDIT),
    "DAY_": "(moment AT TIME ZONE 'Asia/Ho_Chi_Minh')::date",
    "WINDOW_": f"interval '{rules.WINDOW_MINUTES} minutes'",
    "SHARED_IDLE_": f"interval '{rules.SHARED_IDLE_MINUTES} minutes'",
    "SESSION_": f"interval '{rules.SESSION_DAYS} days'",
    "SLIP_": f"interval '{rules.SLIP_DAYS} days'",
    "SENT_FORM_": f"interval '{rules.SENT_FORM_DAYS} days'",
    "MOST_BY_NAME_": str(rules.MOST_FAILURES_BY_NAME),
    "MOST_BY_PLACE_": str(rules.MOST_FAILURES_BY_PLACE),
}


# Clocks of two machines differ a little; `doctor` looks at how much.
_IS_NOT_NOW = "abs(extract(epoch FROM moment - clock_timestamp())) > 300"


@dataclass(frozen=True)
class Function:
    """One function, with the reason why it runs as the owner of the tables."""

    name: str
    arguments: str
    returns: str
    body: str
    reason: str
    for_web: bool = True

    def statements(self, web: str) -> list[str]:
        """Return the SQL that makes the function anew and says who may call it."""
        body = self.body
        if self.for_web and "moment timestamptz" in self.arguments:
            body = body.replace("BEGIN\n", "BEGIN\n  PERFORM accounts_check_moment(moment);\n", 1)
        # A trial plays other days.
        body = body.replace("IS_NOT_NOW_", "false" if settings.TRIAL else _IS_NOT_NOW)
        for word, meaning in _WORDS.items():
            body = body.replace(word, meaning)
        made = (
            f"CREATE FUNCTION {self.name}({self.arguments}) RETURNS {self.returns} "
            "LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public "
            f"AS $function$\n#variable_conflict use_column\n{body}\n$function$"
        )
        calls = [f"REVOKE ALL ON FUNCTION {self.name} FROM PUBLIC, {web}"]
        if self.for_web:
            calls.append(f"GRANT EXECUTE ON FUNCTION {self.name} TO {web}")
        return [f"DROP FUNCTION IF EXISTS {self.name}", made, *calls]
