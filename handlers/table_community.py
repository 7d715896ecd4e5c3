"""Places, people, groups, privacy and search, as tables: talks, deeds, buttons and commands."""

from collections.abc import Mapping

from handlers.table_kinds import Button, Command, Deed, Script

SCRIPTS: Mapping[str, Script] = {}
DEEDS: Mapping[type, Deed] = {}
BUTTONS: Mapping[str, Button] = {}
COMMANDS: Mapping[str, Command] = {}
