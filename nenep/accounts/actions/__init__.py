"""Everything that changes accounts, passwords and sessions."""

from nenep.accounts.actions.administrator import create_administrator
from nenep.accounts.actions.log_in import LoggedIn, log_in
from nenep.accounts.actions.manage import lock_account, open_account, unlock_account
from nenep.accounts.actions.passwords import change_password, confirm_password, use_slip
from nenep.accounts.actions.sessions import choose_post, end_session, log_out
from nenep.accounts.actions.slips import PrintedSlips, Slip, print_slip, print_slips

__all__ = [
    "LoggedIn",
    "PrintedSlips",
    "Slip",
    "change_password",
    "choose_post",
    "confirm_password",
    "create_administrator",
    "end_session",
    "lock_account",
    "log_in",
    "log_out",
    "open_account",
    "print_slip",
    "print_slips",
    "unlock_account",
    "use_slip",
]
