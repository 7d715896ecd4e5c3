"""Of what neighbours say to each other in a group nothing is written down; what is meant for us is understood."""

import itertools
from functools import partial
from pathlib import Path
from typing import Any

import orjson
import pytest

from bot.clerk import Clerk
from bot.media import Media
from bot.metrics import Metrics
from bot.pictures import Darkroom
from bot.receiving import Receiving
from bot.recordings import Recorder
from bot.telegram_hearing import Me, is_kept
from bot.telegram_intake import Intake
from bot.telegram_updates import read
from domain.danger import dangers
from domain.person import Held, Role
from handlers import group_calls
from storage import group_chats
from storage.database import Database
from storage.group_chats import Kind
from tests.bot.test_clerk import Line, at_work, until
from tests.handlers.town import COMPOUND, POLICY, Town

ME = Me(4213, "sidan_bot")
NUMBERS = itertools.count(1)
GROUP = {"id": -1, "type": "supergroup", "title": "3号楼"}
LI = {"id": 42, "is_bot": False, "first_name": "秀兰"}
BOT = {"id": 4213, "is_bot": True, "first_name": "四单"}
KEPT = partial(is_kept, me=lambda: ME, alarms=partial(dangers, known=POLICY.dangers))


def update(text: str = "", kind: str = "message", **more: Any) -> dict[str, Any]:
    message = {"message_id": 7, "date": 1, "chat": GROUP, "from": LI} | ({"text": text} if text else {})
    return {"update_id": next(NUMBERS), kind: message | more}


MEANT = {
    "a mention": update("@Sidan_bot水管漏水"),
    "a mention in a caption": update(caption="漏水 @sidan_bot", photo=[]),
    "a mention that was added": update("漏水 @sidan_bot", "edited_message"),
    "a name that was tapped": update("四单 漏水", entities=[{"type": "text_mention", "user": BOT}]),
    "a reply": update("漏水", reply_to_message={"message_id": 3, "from": BOT}),
    "a command": update("/report 漏水"),
    "a command for us": update("/bind@sidan_bot ABCD"),
    "a picture of an album": update(photo=[], media_group_id="9"),
    "danger": update("3号楼着火了"),
    "a code from an administrator without a name": update("/bind ABCD", sender_chat=GROUP),
    "a move": update(migrate_to_chat_id=-2),
    "a private chat": update("你好", chat={"id": 42, "type": "private"}),
    "a tap": {"update_id": 1, "callback_query": {"id": "1", "from": LI, "data": "x"}},
    "what nobody can read": {"unreadable": "x"},
}
NOT_MEANT = {
    "talk": update("今晚谁去跳舞？"),
    "a picture": update(caption="晚饭", photo=[]),
    "an edit": update("今晚八点", "edited_message"),
    "another bot": update("@sidan_bot2 你好"),
    "another bot's command": update("/report@other_bot 漏水"),
    "a command we do not know": update("/dance"),
    "a reply to a neighbour": update("好", reply_to_message={"message_id": 3, "from": LI}),
    "a word in a topic we opened": update("好", reply_to_message={"from": BOT, "forum_topic_created": {}}),
    "news from elsewhere": update("某小区着火了", forward_origin={"type": "channel"}),
    "a channel": update("@sidan_bot 着火了", sender_chat={"id": -5, "type": "channel"}),
    "another bot that mentions us": update("@sidan_bot", "message", **{"from": BOT | {"id": 5}}),
    "somebody who joined": update(new_chat_members=[LI]),
}


@pytest.mark.parametrize("which", MEANT)
def test_what_is_meant_for_us_is_kept(which: str):
    assert KEPT(MEANT[which])


@pytest.mark.parametrize("which", NOT_MEANT)
def test_what_neighbours_say_to_each_other_is_not(which: str):
    assert not KEPT(NOT_MEANT[which])


def test_before_its_name_is_known_any_mention_of_a_bot_may_be_ours():
    assert is_kept(update("@sidan_bot 漏水"), lambda: Me(4213), lambda text: ())


def test_the_mention_itself_is_none_of_the_words():
    heard = read(MEANT["a mention"], 0, ME)
    assert heard is not None
    assert (heard.text, heard.call, heard.ref) == ("水管漏水", "mention", "7")
    assert read(NOT_MEANT["another bot's command"], 0, ME) is None


def test_a_bot_that_may_only_read_is_not_reachable():
    change = {"chat": GROUP, "from": LI, "new_chat_member": {"status": "restricted", "can_send_messages": False}}
    heard = read({"update_id": 1, "my_chat_member": change}, 0, ME)
    assert heard is not None
    assert heard.reachable is False


def test_either_end_of_a_move_tells_of_it():
    for told in (update(migrate_to_chat_id=-2), update(migrate_from_chat_id=-1, chat=GROUP | {"id": -2})):
        heard = read(told, 0, ME)
        assert heard is not None
        assert (heard.chat, heard.moved_to) == ("telegram:-1", "telegram:-2")


class Telegram(Line):
    """Reads what Telegram sends."""

    def read(self, raw: dict[str, Any], at: int) -> Any:
        return read(raw, at, ME)


async def test_of_an_evening_in_a_neighbours_group_only_the_call_is_left_and_not_its_raw_words(
    database: Database, tmp_path: Path
):
    town, line = Town(database), Telegram()
    await town.built()
    await town.moves_in("Zhou Min", Held(Role.COMMUNITY, COMPOUND))

    async def bind(tx: Any) -> None:
        await tx.run("INSERT INTO chats (id, is_group, created_at) VALUES ('telegram:-1', 1, 0)")
        await group_chats.bind(tx, "telegram:-1", Kind.RESIDENTS, f"{COMPOUND}/3", by="zhou", topic=None, now=0)

    await database.do(bind)
    heard = partial(group_calls.ask, database=database, policy=POLICY)
    receiving = Receiving(Media(tmp_path), Darkroom(), Recorder(), heard)
    clerk = Clerk(database, town.house, {"telegram": line}, receiving, lambda: town.now, lambda: None, Metrics())
    intake = Intake(database, lambda: town.now, town.house.fresh, clerk.hand, Metrics(), KEPT)
    album = [update(photo=[{"file_id": f"f{n}"}], media_group_id="9") for n in range(3)]
    said = [update("今晚谁去跳舞？"), *album, update("@sidan_bot 水管漏水")]
    await intake.keep([(str(one["update_id"]), one, orjson.dumps(one).decode()) for one in said])
    async with at_work(clerk):

        async def done() -> bool:
            return bool(await town.one("SELECT COUNT(*) FROM inbox WHERE state = 'done'") == 4)

        await until(done)
    assert line.fetched == []
    assert await town.one("SELECT COUNT(*) FROM inbox WHERE raw <> '{}'") == 0
    assert await town.one("SELECT COUNT(*) FROM inbox WHERE sender <> ''") == 1
    assert await town.one("SELECT COUNT(*) FROM group_drafts") == 1
    assert await town.one("SELECT COUNT(*) FROM persons") == 2
