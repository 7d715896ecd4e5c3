"""Places, people, groups, privacy and search, as tables: talks, deeds, buttons and commands."""

from collections.abc import Mapping

from handlers import arriving, contacting, place_codes, revealing, revealing_card, revealing_visit
from handlers.table_kinds import Button, Command, Deed, Script

SCRIPTS: Mapping[str, Script] = {
    "rv_leave": contacting.phone_or_door,
    "rv_look": revealing.what_and_why,
    "elsewhere": arriving.report_elsewhere,
    "posters": place_codes.which_posters,
}
DEEDS: Mapping[type, Deed] = {
    contacting.Leave: contacting.leave,
    revealing.Reveal: revealing.reveal,
    place_codes.Print: place_codes.make,
    place_codes.LookAt: place_codes.look_at,
}
BUTTONS: Mapping[str, Button] = {
    revealing_card.LOOK: revealing.look,
    revealing_card.LEAVE: contacting.begin,
    revealing_card.ASK_VISIT: revealing_visit.ask,
    revealing_visit.COME: revealing_visit.come,
    revealing_visit.RATHER_NOT: revealing_visit.rather_not,
    "qr": place_codes.tapped,
}
COMMANDS: Mapping[str, Command] = {
    "qr": place_codes.posters,
}
