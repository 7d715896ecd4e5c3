"""What people do, what the bot hears of it, and who may write to whom."""

import pytest

from tests.fake_telegram import FakeTelegram
from tests.fake_telegram.conftest import Post


async def heard(post: Post) -> list[str]:
    """The kinds of update that wait, in order, with what is in a message."""
    found = []
    for update in (await post("getUpdates"))["result"]:
        [kind] = update.keys() - {"update_id"}
        content = update[kind].keys() - {"message_id", "from", "chat", "date", "edit_date", "entities"}
        found.append(f"{kind} {' '.join(sorted(content))}" if "message" in kind else kind)
    return found


async def test_the_bot_hears_everything_said_in_private(telegram: FakeTelegram, post: Post):
    wang = telegram.person(42, "Wang")
    said = await wang.says("water!")
    await wang.edits(said, "water everywhere!")
    await wang.says("again", reply_to=said)
    await wang.sends_voice(b"OggS")
    await wang.sends_sticker()
    await wang.sends_video("look")
    await wang.sends_location(31.2, 121.5)
    await wang.sends_contact("+8613800000000")
    await wang.sends_document(b"%PDF", "a.pdf", "application/pdf")
    await wang.blocks()
    await wang.unblocks()
    assert await heard(post) == [
        "message text",
        "edited_message text",
        "message reply_to_message text",
        "message voice",
        "message sticker",
        "message caption video",
        "message location",
        "message contact",
        "message document",
        "my_chat_member",
        "my_chat_member",
    ]


async def test_an_album_is_several_updates_with_one_group(telegram: FakeTelegram, post: Post):
    await telegram.person(42, "Wang").sends_album([b"1", b"2", b"3"], "the stairs")
    messages = [update["message"] for update in (await post("getUpdates"))["result"]]
    assert len({message["media_group_id"] for message in messages}) == 1
    assert [message.get("caption") for message in messages] == ["the stairs", None, None]


async def test_a_link_starts_the_bot_with_its_payload(telegram: FakeTelegram, post: Post):
    await telegram.person(42, "Wang").starts("p-kl-xmh-hx-3-1")
    [update] = (await post("getUpdates"))["result"]
    assert update["message"]["text"] == "/start p-kl-xmh-hx-3-1"
    assert update["message"]["entities"] == [{"type": "bot_command", "offset": 0, "length": 6}]


async def write(post: Post, chat: int) -> str:
    answer = await post("sendMessage", chat_id=chat, text="hello")
    return str(answer.get("description", "ok"))


async def test_nobody_can_be_written_to_who_does_not_want_it(telegram: FakeTelegram, post: Post):
    wang = telegram.person(42, "Wang")
    staff = await telegram.group(-5, "Staff")
    await wang.at(staff).says("hi")
    assert await write(post, 42) == "Forbidden: bot can't initiate conversation with a user"
    await wang.starts()
    assert await write(post, 42) == "ok"
    await wang.blocks()
    assert await write(post, 42) == "Forbidden: bot was blocked by the user"
    await wang.unblocks()
    assert await write(post, 42) == "ok"
    await wang.vanishes()
    assert await write(post, 42) == "Forbidden: user is deactivated"


async def test_in_a_group_the_bot_hears_only_what_is_meant_for_it(telegram: FakeTelegram, post: Post):
    staff = await telegram.group(-5, "Staff")
    wang = telegram.person(42, "Wang").at(staff)
    await write(post, -5)
    card = await staff.sees("hello")
    told = [
        await wang.says("just talk"),
        await wang.says("/tasks"),
        await wang.says("@sidan_bot help"),
        await wang.says("done", reply_to=card),
    ]
    assert [said.update_id is not None for said in told] == [False, True, True, True]
    open_group = await telegram.group(-6, "Open", privacy=False)
    assert (await telegram.person(42, "Wang").at(open_group).says("just talk")).update_id is not None


async def test_a_bot_that_is_removed_from_a_group_cannot_write_there(telegram: FakeTelegram, post: Post):
    group = await telegram.group(-1001, "Staff", member=False)
    wang = telegram.person(42, "Wang").at(group)
    assert await write(post, -1001) == "Forbidden: bot is not a member of the group chat"
    await wang.adds_bot(administrator=True)
    assert await write(post, -1001) == "ok"
    await wang.removes_bot()
    assert await write(post, -1001) == "Forbidden: bot was kicked from the group chat"
    await wang.adds_bot()
    await post("leaveChat", chat_id=-1001)
    assert await write(post, -1001) == "Forbidden: bot is not a member of the group chat"


async def test_a_group_that_became_a_supergroup_says_where_it_went(telegram: FakeTelegram, post: Post):
    group = await telegram.group(-5, "Staff")
    new = await telegram.person(42, "Wang").at(group).makes_supergroup(-1000000000005)
    answer = await post("sendMessage", chat_id=-5, text="hello")
    assert answer["parameters"] == {"migrate_to_chat_id": -1000000000005}
    assert await write(post, -1000000000005) == "ok"
    assert (await new.sees("hello")).chat == -1000000000005


async def test_supergroups_count_their_own_messages_so_a_number_alone_means_nothing(telegram: FakeTelegram, post: Post):
    await telegram.person(42, "Wang").starts()
    await telegram.group(-1000000000005, "Staff")
    private = await post("sendMessage", chat_id=42, text="a")
    for _ in range(2):
        group = await post("sendMessage", chat_id=-1000000000005, text="b")
    assert private["result"]["message_id"] == group["result"]["message_id"] == 2


async def test_a_person_hears_only_what_answers_the_last_act(telegram: FakeTelegram, post: Post):
    wang = telegram.person(42, "Wang")
    await wang.starts()
    await write(post, 42)
    old = await wang.hears("hello")
    await wang.says("and now?")
    assert await wang.sees("hello") == old
    with pytest.raises(AssertionError, match=r"Wang never saw 'hello'; the chat shows:\n.*\n  bot: 'hello'\n"):
        await wang.hears("hello", patience=0.01)
    await write(post, 42)
    assert (await wang.hears("hello")).change > old.change


async def test_an_old_button_can_be_tapped_after_it_is_gone(telegram: FakeTelegram, post: Post):
    wang = telegram.person(42, "Wang")
    await wang.starts()
    keys = {"inline_keyboard": [[{"text": "Accept", "callback_data": "accept 7K3 v1"}]]}
    sent = await post("sendMessage", chat_id=42, text="card", reply_markup=keys)
    old = await wang.sees("card", data="accept")
    await post("editMessageText", chat_id=42, message_id=sent["result"]["message_id"], text="taken")
    with pytest.raises(AssertionError, match="Wang never saw 'Accept'"):
        await wang.taps("Accept", patience=0.01)
    await wang.taps("Accept", of=old)
    update = (await post("getUpdates"))["result"][-1]
    assert update["callback_query"]["data"] == "accept 7K3 v1"
    assert update["callback_query"]["message"]["text"] == "taken"
