"""The command line: every command is known here, gives what it says and no more, and shows nobody what is hidden."""

import asyncio
import re
import shutil
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner, Result

from bot.cli import main
from bot.cli_invite import ROLES
from storage.database import Tx, open_database
from tests.proof.plugin import Figure
from tests.proof.rights.conftest import Prepared
from tests.proof.rights.page import allowed, rights
from tests.proof.rights.play import tried
from tests.proof.rights.scene_around import INVITED
from tests.proof.rights.test_known import HOW as KNOWN

# Whoever can start a command holds the machine and the database: on the page the system administrator (A).
MACHINE = "the first of every role, and every place, must come from whoever sets the desk up"
COUNTS = "counts and settings, and nobody's words"
OPENED = "answers who was shown a picture of the screen: whoever holds the machine reads it in the log, too"
COMMANDS: dict[str, tuple[tuple[str, ...], str]] = {
    "run": (("config.change",), ""),
    "demo": (("config.change",), ""),
    "migrate": (("config.change",), ""),
    "backup": (("backup.run",), ""),
    "doctor": (("audit.view_technical",), ""),
    "rehearse": (("config.change",), ""),
    "template": ((), COUNTS),
    "import": (("config.change", "role.revoke"), MACHINE),
    "export": ((), MACHINE),
    "places": ((), MACHINE),
    "invite": (("role.invite_city",), MACHINE),
    "invites": ((), MACHINE),
    "qr": ((), MACHINE),
    "export-orders": ((), "nobody is named in it"),
    "viewer": ((), OPENED),
}
HIDDEN = ("Li Xiulan", "Zhao Defu", "Zhou Min", "13812345678", "13912345678", "王桂英", "吴奶奶")
Sidan = Callable[..., Result]


@pytest.fixture
def sidan(prepared: Prepared, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Sidan:
    shutil.copyfile(prepared.file, tmp_path / "sidan.db")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SIDAN_DATABASE", f"sqlite:{tmp_path / 'sidan.db'}")
    monkeypatch.setenv("SIDAN_LOCALE", "en")
    runner = CliRunner()
    return lambda *words: runner.invoke(main, words)


@pytest.mark.proves("Nobody is exposed", KNOWN)
def test_every_command_is_known_here_and_is_the_administrators_or_says_why(figure: Figure):
    assert set(main.commands) == set(COMMANDS)
    for command, (actions, why) in COMMANDS.items():
        assert all(allowed(action, "A", "x") for action in actions), command
        assert actions or why, command
    beyond = [command for command, (_, why) in COMMANDS.items() if why]
    figure("commands of the command line", f"{len(COMMANDS)}, of them beyond the page {len(beyond)}")


def opened(file: Path, *payloads: str) -> list[tuple[bool, str]]:
    """Whether each of these links gave somebody new a role, one after the other, and what they read."""
    found = []

    async def unit(tx: Tx) -> None:
        for n, payload in enumerate(payloads):
            chat = f"telegram:opener{n}"
            roles = "SELECT COUNT(*) AS n FROM roles"
            played = await tried(tx, int(time.time()), chat, [f"s:{payload}"], roles, {})
            found.append((played.done, played.text))

    async def go() -> None:
        database = await open_database(f"sqlite:{file}")
        await database.do(unit)
        await database.close()

    asyncio.run(go())
    return found


@pytest.mark.parametrize("role", [name for name in ROLES if name != "resident"])
def test_an_invite_gives_its_role_once(sidan: Sidan, tmp_path: Path, role: str):
    letter = str(ROLES[role])
    place = [] if role == "admin" else [INVITED[letter]]
    said = re.search(r"start=(i-\S+)", sidan("invite", role, *place).output)
    assert said is not None
    (first, _), (again, used), (never, nothing) = opened(tmp_path / "sidan.db", said[1], said[1], "i-" + "x" * 22)
    assert (first, again, never) == (True, False, False)
    assert used == nothing, "a used link reads like one that never was"


def test_what_is_exported_names_nobody(sidan: Sidan, tmp_path: Path):
    assert "orders." in sidan("export-orders", "orders.xlsx").output
    sheet = openpyxl.load_workbook(tmp_path / "orders.xlsx").active
    assert sheet is not None
    text = "\n".join(str(cell) for row in sheet.iter_rows(values_only=True) for cell in row)
    assert "暗号placed" in text
    assert not [secret for secret in HIDDEN if secret in text]


def test_the_doctor_names_nobody(sidan: Sidan):
    text = sidan("doctor").output
    assert text
    assert not [secret for secret in HIDDEN if secret in text]


def test_a_code_that_nobody_was_given_is_answered_alike(sidan: Sidan):
    answers = {(said.output, said.exit_code) for said in map(partial(sidan, "viewer"), ("7K3M", "ZZZZ", "?"))}
    assert len(answers) == 1
    assert answers.pop()[1] == 1


def test_a_poster_is_revoked_once_and_one_that_never_was_is_told(sidan: Sidan, prepared: Prepared):
    code = prepared.things["poster"]
    assert "counts no more" in sidan("qr", "--revoke", code).output
    assert "revoked before" in sidan("qr", "--revoke", code).output
    assert "There is no poster" in sidan("qr", "--revoke", "5KVY62").output


def test_what_the_page_grants_an_administrator_alone_is_done_nowhere_but_here():
    """Of what only A (and the clock) may, no chat and no page offers anything but letting somebody go."""
    alone = {action for action, who in rights().items() if who and {role for role, _ in who} <= {"A", "SYS"}}
    assert alone - {"points.grant", "wish.lapse", "order.follow_up"} <= {
        "audit.view_technical", "backup.restore", "backup.run", "break_glass.read_content", "config.change",
        "role.invite_city", "secret.rotate",
    }  # fmt: skip
