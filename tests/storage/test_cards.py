"""Which message shows which card, so that it is edited there and found when somebody answers it."""

from functools import partial

from storage import cards
from storage.cards import Sent
from storage.database import Database


async def test_a_card_is_shown_by_the_message_it_was_last_sent_as(database: Database):
    await database.do(partial(cards.present, chat="a", card="order:1"))
    assert await database.read(partial(cards.sent, chat="a", card="order:1")) is None
    for sent in (Sent("m1", "0001"), Sent("m9", "0002")):
        await database.do(partial(cards.sent_as, chat="a", card="order:1", sent=sent))
    assert await database.read(partial(cards.sent, chat="a", card="order:1")) == Sent("m9", "0002")
    await database.do(partial(cards.present, chat="a", card="order:1"))
    assert await database.read(partial(cards.sent, chat="a", card="order:1")) == Sent("m9", "0002")


async def test_a_message_tells_its_card_only_in_its_own_chat(database: Database):
    await database.do(partial(cards.sent_as, chat="a", card="order:1", sent=Sent("m1", "0001")))
    assert await database.read(partial(cards.at, chat="a", ref="m1")) == "order:1"
    await database.do(partial(cards.sent_as, chat="a", card="order:2", sent=Sent("m2", "0002")))
    assert await database.read(partial(cards.at, chat="b", ref="m1")) is None
    assert await database.read(partial(cards.at, chat="a", ref="m2")) == "order:2"
    assert await database.read(partial(cards.sent, chat="a", card="order:1")) == Sent("m1", "0001")


async def test_every_chat_that_shows_a_card_is_known(database: Database):
    for chat in ("b", "a"):
        await database.do(partial(cards.present, chat=chat, card="order:1"))
    await database.do(partial(cards.present, chat="c", card="order:2"))
    assert await database.read(partial(cards.chats_with, card="order:1")) == ["a", "b"]


async def test_a_chat_that_moved_takes_its_cards_along_to_be_shown_anew(database: Database):
    for chat in ("a", "z"):
        await database.do(partial(cards.sent_as, chat=chat, card="order:1", sent=Sent("m1", "0001")))
    await database.do(partial(cards.present, chat="b", card="order:1"))
    await database.do(partial(cards.move, chat="a", new="b"))
    assert await database.read(partial(cards.chats_with, card="order:1")) == ["b", "z"]
    assert await database.read(partial(cards.sent, chat="b", card="order:1")) is None
