"""What in a residents' group is a call for help. Everything else neighbours say to each other is theirs."""

from enum import Enum
from functools import partial

from dialogue.message import Incoming
from domain.group import cries
from domain.policy import Policy
from storage import cards, group_chats, group_drafts
from storage.database import Database, Tx
from storage.group_chats import Group, Kind
from storage.group_drafts import Draft, State

ASKING = ("/report", "/help")
BINDING = ("/bind", "/start")
SIGN = "sign:"  # what stands in a group for all to see, and is no invitation to talk to us


class Heard(Enum):
    """What becomes of a message in a group."""

    NOTHING = "nothing"  # it is not meant for us
    WORDS = "words"  # it is answered, and its pictures are not ours to keep
    ALL = "all"  # with its pictures and its voice


def command(incoming: Incoming) -> str:
    """The command it begins with, whichever bot it names; "" for none."""
    word = incoming.text.split(maxsplit=1)[0] if incoming.text.startswith("/") else ""
    return word.partition("@")[0].casefold()


def words(incoming: Incoming) -> str:
    """Without the command."""
    return incoming.text.partition(" ")[2].strip() if command(incoming) else incoming.text.strip()


def meant(incoming: Incoming) -> bool:
    return incoming.call is not None or command(incoming) in ASKING


async def is_call(tx: Tx, group: Group | None, incoming: Incoming, policy: Policy) -> bool:
    """Somebody means us; or, among neighbours, speaks of danger. Those who work here speak of danger all day."""
    neighbours = group is not None and group.kind is Kind.RESIDENTS
    if neighbours and cries(incoming.text, policy.dangers):
        return True
    if incoming.call == "reply":
        return neighbours and not await _about_us(tx, incoming)
    return meant(incoming)


async def _about_us(tx: Tx, incoming: Incoming) -> bool:
    """It answers the numbers to call, or the way that was shown to a neighbour: so many would do that."""
    answered = await cards.at(tx, incoming.chat, incoming.reply_to) if incoming.reply_to else None
    return answered is not None and answered.startswith(SIGN)


async def ask(incoming: Incoming, database: Database, policy: Policy) -> Heard:
    return await database.read(partial(heard, incoming=incoming, policy=policy))


async def heard(tx: Tx, incoming: Incoming, policy: Policy) -> Heard:
    """Asked before anything is fetched or written down."""
    if command(incoming) in BINDING or incoming.start is not None:
        return Heard.WORDS
    group = await group_chats.get(tx, incoming.chat)
    known = await known_draft(tx, incoming)
    if known:
        return Heard.NOTHING if known.state is not State.OPEN else Heard.WORDS if incoming.edited else Heard.ALL
    if not await is_call(tx, group, incoming, policy):
        return Heard.NOTHING
    return Heard.ALL if group and group.kind is Kind.RESIDENTS else Heard.WORDS


async def known_draft(tx: Tx, incoming: Incoming) -> Draft | None:
    """What this message has become already: it was edited, or is one more picture of an album."""
    if not (incoming.edited or incoming.album):
        return None
    return await group_drafts.of_message(tx, incoming.chat, incoming.ref, incoming.album)
