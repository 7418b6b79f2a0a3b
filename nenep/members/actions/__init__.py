"""Every change to members, belonging, posts and duties."""

from nenep.members.actions.acts import (
    add_member,
    correct_member,
    do_act,
    explain_coming,
    mark_reported,
    undo_act,
)
from nenep.members.actions.belonging import (
    CannotBelong,
    assign_to_take_part,
    belong_temporarily,
    end_belonging,
    follow_merger,
    rehome,
    transfer,
)
from nenep.members.actions.charges import CannotCharge, charge, end_charge
from nenep.members.actions.contact import (
    CannotSetEmail,
    enter_email,
    set_own_email,
)
from nenep.members.actions.desks import give_desks
from nenep.members.actions.enrolment import (
    CannotEnrol,
    MaskedDetails,
    change_state,
    enrol,
    rename,
)
from nenep.members.actions.handing_over import give_post, replace_holder
from nenep.members.actions.personal import (
    CannotUnmask,
    Unmasked,
    change_personal_data,
    unmask,
)
from nenep.members.actions.posts import (
    CannotAppoint,
    appoint,
    appoint_for_meeting,
    describe_post,
    end_post,
    end_stand_in,
    stand_in,
)

__all__ = [
    "CannotAppoint",
    "CannotBelong",
    "CannotCharge",
    "CannotEnrol",
    "CannotSetEmail",
    "CannotUnmask",
    "MaskedDetails",
    "Unmasked",
    "add_member",
    "appoint",
    "appoint_for_meeting",
    "assign_to_take_part",
    "belong_temporarily",
    "change_personal_data",
    "change_state",
    "charge",
    "correct_member",
    "describe_post",
    "do_act",
    "end_belonging",
    "end_charge",
    "end_post",
    "end_stand_in",
    "enrol",
    "enter_email",
    "explain_coming",
    "follow_merger",
    "give_desks",
    "give_post",
    "mark_reported",
    "rehome",
    "rename",
    "replace_holder",
    "set_own_email",
    "stand_in",
    "transfer",
    "undo_act",
    "unmask",
]
