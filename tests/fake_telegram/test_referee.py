"""The referee sees what no documentation knows, in what we send and in what the fake serves."""

from bot.transport import AiohttpRequest
from tests.fake_telegram import FakeTelegram
from tests.fake_telegram.referee import Referee

KEYS = {"inline_keyboard": [[{"text": "Yes", "callback_data": "y", "colour": "red"}]]}
MESSAGE = {"message_id": 1, "date": 1, "chat": {"id": 42, "type": "private"}}


def test_unknown_fields_and_wrong_types_in_a_call_are_kept():
    referee = Referee()
    referee.call("sendMessage", {"chat_id": 42, "text": 5}, [])
    referee.call("sendMessage", {"chat_id": 42, "text": "x", "reply_markup": KEYS, "silent": True}, [])
    assert referee.faults == [
        "call of sendMessage: text: Input should be a valid string",
        "call of sendMessage: silent: unknown field",
        "call of sendMessage: reply_markup.inline_keyboard[0][0].colour: unknown field",
    ]


def test_uploaded_files_stand_for_their_fields():
    referee = Referee()
    referee.call("sendPhoto", {"chat_id": 42}, ["photo"])
    referee.call("sendMediaGroup", {"chat_id": 42, "media": [{"type": "photo", "media": "attach://a"}]}, ["a"])
    assert referee.faults == []
    referee.call("sendPhoto", {"chat_id": 42}, [])
    assert referee.faults == ["call of sendPhoto: photo: Field required"]


def test_what_the_fake_serves_is_judged_as_well():
    referee = Referee()
    referee.update({"update_id": 1, "message": MESSAGE})
    referee.result("sendMessage", MESSAGE)
    assert referee.faults == []
    referee.update({"update_id": 1, "message": MESSAGE | {"mood": "sour"}})
    referee.result("sendMessage", {"message_id": 1})
    assert referee.faults[0] == "update: message.mood: unknown field"
    assert referee.faults[1:] == [f"result of sendMessage: {name}: Field required" for name in ("date", "chat")]


async def test_a_bad_call_over_the_wire_is_told_to_the_test():
    async with FakeTelegram() as telegram:
        await telegram.person(42, "Wang").starts()
        transport = AiohttpRequest()
        await transport.initialize()
        await transport.call(f"{telegram.url}/bot{telegram.token}/sendMessage", {"chat_id": 42, "text": "x", "z": 1})
        await transport.shutdown()
        assert await telegram.quarrels() == ["call of sendMessage: z: unknown field"]
        assert (await telegram.facts())["judged"] == 3
