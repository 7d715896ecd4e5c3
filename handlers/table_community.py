"""Places, people, groups, privacy and search, as tables: talks, deeds, buttons and commands."""

from collections.abc import Mapping

from handlers import (
    arriving,
    behalf,
    calling_back,
    contacting,
    group_answers,
    group_binding,
    passing_on,
    place_codes,
    privacy,
    privacy_correct,
    privacy_delete,
    revealing,
    revealing_card,
    revealing_visit,
    slip,
)
from handlers.table_kinds import Button, Command, Deed, Script

SCRIPTS: Mapping[str, Script] = {
    "behalf": behalf.whose,
    "pass_on": passing_on.what_they_said,
    "call_back": calling_back.what_they_say,
    "rv_leave": contacting.phone_or_door,
    "rv_look": revealing.what_and_why,
    "elsewhere": arriving.report_elsewhere,
    "posters": place_codes.which_posters,
    "pv_delete": privacy_delete.twice_sure,
    "pv_home": privacy_correct.where_home,
    "which_group": group_binding.which_group,
}
DEEDS: Mapping[type, Deed] = {
    behalf.PlaceFor: behalf.place,
    passing_on.PassOn: passing_on.pass_on,
    calling_back.CallBack: calling_back.call_back,
    contacting.Leave: contacting.leave,
    revealing.Reveal: revealing.reveal,
    place_codes.Print: place_codes.make,
    place_codes.LookAt: place_codes.look_at,
    privacy_delete.Forget: privacy_delete.forget,
    privacy_correct.Home: privacy_correct.set_home,
    group_binding.MakeCode: group_binding.make_code,
}
BUTTONS: Mapping[str, Button] = {
    "passon": passing_on.begin,
    "cback": calling_back.begin,
    "bhslip": slip.again,
    revealing_card.LOOK: revealing.look,
    revealing_card.LEAVE: contacting.begin,
    revealing_card.ASK_VISIT: revealing_visit.ask,
    revealing_visit.COME: revealing_visit.come,
    revealing_visit.RATHER_NOT: revealing_visit.rather_not,
    "qr": place_codes.tapped,
    "pv": privacy.pressed,
    "gp": group_binding.manage,
    "gpd": group_answers.answer,
}
COMMANDS: Mapping[str, Command] = {
    "behalf": behalf.begin,
    "qr": place_codes.posters,
    "privacy": privacy.privacy,
    "group": group_binding.groups,
    "bind": group_binding.typed,
}
