"""Updates as Telegram sends them, and what may become of them on the way: the bytes of a webhook's body."""

import copy
import json
from typing import Any

from hypothesis import strategies as st

from tests.proof.fuzz.hall import BOT
from tests.proof.fuzz.settled import DESK, REPORT, card_of, chat_of

JSON = dict[str, Any]
GROUP = {"id": -1_000_000_000_001, "type": "supergroup", "title": "杏福苑业主群"}
STRANGER = {"id": 88, "is_bot": False, "first_name": "Ma", "last_name": "San", "language_code": "zh-hans"}
NEST = "--nest--"  # stands for what no JSON writer would nest so deep
EDGES = [0, -1, 2**31, 2**53, 2**63 - 1, 2**63, 2**64 - 1, 2**64, -(2**63), -(2**63) - 1, 10**40, 10**308]
WORDS = ["\x00", "\ud800", "\udfff x", "a\x00b", "\u202e", "\u200b", "{number}", "%s", "'; DROP TABLE orders; --"]
WORDS += [
    "",
    " ",
    "水" * 5000,
    "🔥" * 2100,
    "/",
    "/start",
    "/start@",
    "@xf_bot",
    "=",
    "telegram:51",
    "../../etc/passwd",
]

letters = st.text(st.characters(), max_size=40)  # any, unpaired surrogates among them
words = st.sampled_from(WORDS) | letters
numbers = st.sampled_from(EDGES) | st.integers() | st.floats()
plain = st.none() | st.booleans() | numbers | words | st.just(NEST)
odd = st.recursive(plain, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(words, inner, max_size=4))


def message(**part: Any) -> JSON:
    return {"message": {"message_id": 5, "date": 1_795_399_200, "from": STRANGER, "chat": chat_of(88)} | part}


def tap(data: str) -> JSON:
    shown = {"message_id": 5, "date": 1_795_399_200, "chat": chat_of(DESK), "text": "…", "from": {"id": BOT.id}}
    return {"callback_query": {"id": "77", "from": card_of(DESK), "data": data, "message": shown, "chat_instance": "1"}}


def member(status: str, chat: JSON) -> JSON:
    state = {"user": {"id": BOT.id, "is_bot": True}, "status": status}
    return {"my_chat_member": {"chat": chat, "from": STRANGER, "date": 1, "new_chat_member": state}}


SIZES = [{"file_id": "small", "file_size": 900, "width": 90}, {"file_id": "large", "file_size": 90_000, "width": 900}]
QUOTE = {"message_id": 4, "chat": GROUP, "date": 1, "from": {"id": BOT.id, "is_bot": True}, "text": "…"}
IN_GROUP: JSON = {"chat": GROUP, "from": STRANGER}
VALID: list[JSON] = [
    message(text=REPORT),
    message(text="/start p-qs-hy-lx-xf-3-1", entities=[{"type": "bot_command", "offset": 0, "length": 6}]),
    message(text="/my", chat=chat_of(DESK), **{"from": card_of(DESK)}),
    message(photo=SIZES, caption="灯不亮"),
    message(voice={"file_id": "voice", "duration": 3, "mime_type": "audio/ogg", "file_size": 3000}),
    message(location={"latitude": 30.003, "longitude": 110.0}),
    message(document={"file_id": "paper", "mime_type": "image/png", "file_name": "灯.png"}, caption="灯"),
    message(sticker={"file_id": "sticker", "emoji": "👍"}),
    message(text="对", reply_to_message=QUOTE | {"chat": chat_of(88)}),
    message(text=f"@xf_bot {REPORT}", entities=[{"type": "mention", "offset": 0, "length": 7}], **IN_GROUP),
    message(text="对", reply_to_message=QUOTE, message_thread_id=3, is_topic_message=True, **IN_GROUP),
    message(text="3号楼着火了", **IN_GROUP),
    message(text="/bind 123456", sender_chat=GROUP, **IN_GROUP),
    message(migrate_to_chat_id=-1_000_000_000_002, **IN_GROUP),
    message(migrate_from_chat_id=-5, **IN_GROUP),
    message(new_chat_title="…", **IN_GROUP),
    {"edited_message": message(text=REPORT, edit_date=2)["message"]},
    tap("do my"),
    member("kicked", chat_of(88)),
    member("member", GROUP),
    {"poll": {"id": "1", "question": "?"}},
    {"inline_query": {"id": "1", "from": STRANGER, "query": "水"}},
]


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Where something stands in it: keys and positions, from the outside to the inside."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [found for key, one in inner for found in [(*path, key), *places(one, (*path, key))]]


@st.composite
def spoilt(draw: st.DrawFn) -> JSON:
    """A valid update in which a few things are missing, of another kind, or there for the first time."""
    update = copy.deepcopy(draw(st.sampled_from(VALID)))
    for _ in range(draw(st.sampled_from([0, 1, 1, 1, 2, 5]))):
        where = places(update)
        if not where:
            break
        *path, last = draw(st.sampled_from(where))
        holder: Any = update
        for key in path:
            holder = holder[key]
        act = draw(st.sampled_from(["replaced", "replaced", "replaced", "gone", "more"]))
        if act == "gone":
            del holder[last]
        elif act == "more" and isinstance(holder, dict):
            holder[draw(words)] = draw(odd)
        else:
            holder[last] = draw(odd)
    update.pop("media_group_id", None)
    return update


@st.composite
def bodies(draw: st.DrawFn) -> bytes:
    """What is posted: nearly always JSON, sometimes broken on its way."""
    if draw(st.integers(0, 19)) == 0:
        return draw(st.binary(max_size=200))
    update: Any = draw(spoilt()) if draw(st.integers(0, 9)) else draw(odd)
    if isinstance(update, dict):
        # Telegram numbers them; a number that was there before is passed over.
        update.setdefault("update_id", draw(st.integers(0, 2**31) | st.sampled_from(EDGES)))
    escaped = draw(st.booleans())
    body = json.dumps(update, ensure_ascii=escaped).encode("utf-8", "surrogatepass")
    depth, kind = draw(st.sampled_from([120, 250, 300, 1000, 1100, 5000, 100_000])), draw(st.booleans())
    opens, closes = (b"[", b"]") if kind else (b'{"a":', b"}")
    body = body.replace(f'"{NEST}"'.encode(), opens * depth + b"1" + closes * depth)
    if draw(st.integers(0, 9)) == 0 and body:
        at = draw(st.integers(0, len(body) - 1))
        body = body[:at] + draw(st.binary(max_size=3)) + body[at + draw(st.integers(0, 3)) :]
    return body
