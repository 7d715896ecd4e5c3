"""Places, people, groups, privacy and search, as tables: talks, deeds, buttons and commands."""

from collections.abc import Mapping

from handlers import arriving, place_codes
from handlers.table_kinds import Button, Command, Deed, Script

SCRIPTS: Mapping[str, Script] = {
    "elsewhere": arriving.report_elsewhere,
    "posters": place_codes.which_posters,
}
DEEDS: Mapping[type, Deed] = {
    place_codes.Print: place_codes.make,
    place_codes.LookAt: place_codes.look_at,
}
BUTTONS: Mapping[str, Button] = {
    "qr": place_codes.tapped,
}
COMMANDS: Mapping[str, Command] = {
    "qr": place_codes.posters,
}
