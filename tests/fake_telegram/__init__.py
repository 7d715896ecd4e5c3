"""A fake Telegram Bot API with the semantics of the real one, for tests and benches.

In a test, in its own process, with aiogram as the referee of all that goes over the wire:

    async with FakeTelegram() as telegram:             # telegram.url, telegram.token
        wang = telegram.person(42, "Wang")
        await wang.says("the pipe is leaking")          # also starts, sends_photo, sends_album, edits, blocks ...
        await wang.taps("Send")                         # waits for the button
        card = await wang.hears("7K3")                  # waits for an answer to the last act; sees: at any time
        assert card.labels == ["Cancel"]
        staff = await telegram.group(-5, "Staff")
        await wang.at(staff).taps("Accept")
        await telegram.fault("lost", method="sendMessage")   # done, but the answer is lost; see faults.KINDS
        await telegram.later(200)                       # the fake's own clock
        assert await telegram.quarrels() == []

As its own process: `python -m tests.fake_telegram --port 0` prints {"url": ..., "token": ..., "pid": ...} as one line,
and `RemoteTelegram(url)` gives the same `person`, `group`, `fault` ...

Telegram's limits (thirty messages a second and so on) are kept where `limits=Limits()` is given. Not faked: parse_mode,
media by URL, and the three seconds for which Telegram slows down conflicts and empty polls that come too fast.
"""

from tests.fake_telegram.people import Group, Person, Said, Tapped
from tests.fake_telegram.shown import Key, Shown
from tests.fake_telegram.telegram import TOKEN, FakeTelegram, RemoteTelegram, Telegram

__all__ = [
    "TOKEN",
    "FakeTelegram",
    "Group",
    "Key",
    "Person",
    "RemoteTelegram",
    "Said",
    "Shown",
    "Tapped",
    "Telegram",
]
