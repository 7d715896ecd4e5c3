"""Requests as the page makes them, and what anybody else may send: addresses, headers, cookies, bodies."""

import json
from typing import Any

from hypothesis import strategies as st

from tests.proof.fuzz.acts import LINKS, known
from tests.proof.fuzz.pictures import spoilt_pictures
from tests.proof.fuzz.site import ENDLESS, Request
from tests.proof.fuzz.updates import odd, words

SIGN = "A" * 22
MEDIA = SIGN.encode()  # stands for the picture that was taken before
PATHS = [
    "/", "/web/{}/{}", "/chat/hello", "/chat/hello?slot={}", "/chat/earlier?before={}", ENDLESS, ENDLESS + "?after={}",
    "/media/{}", "/media/{}/{}/{}", "/mine/{}", "/mine/{}/page", "/mine/{}/file", "/wall", "/wall?place={}",
    "/wall/{}", "/wall/{}/map.svg", "/wall/{}/poster.svg", "/posters/{}", "/healthz", "/readyz", "/metrics", "/{}",
    "/chat/say", "/chat/photo", "/chat/voice", "//{}", "/chat/say/{}", "/telegram/webhook",
]  # fmt: skip
PARTS = [
    "",
    "0",
    "1",
    "-1",
    "²",
    "9" * 15,
    "9" * 16,
    "1e5",
    SIGN,
    "chat.js",
    "..",
    "%00",
    "%2e%2e%2f",
    "%ff%fe",
    "a" * 5000,
]
PARTS += ["qs-hy-lx-xf", "qs/hy/lx/xf", "%E2%80%AE", "%ED%A0%80", "*", "?", "#", "%", "qs-hy-lx", "0/0", "&slot=9"]
HEADERS = ["Origin", "Cookie", "Range", "Last-Event-ID", "Accept-Language", "Accept-Encoding", "If-None-Match"]
HEADERS += ["Content-Type", "Referer", "X-Forwarded-For", "X-Forwarded-Proto", "Expect", "Transfer-Encoding"]
HEADERS += ["Host", "Upgrade", "If-Modified-Since", "Sec-Fetch-Site", "X-Telegram-Bot-Api-Secret-Token", "Date", "TE"]
VALUES = [
    b"",
    b"null",
    b"http://[",
    b"http://evil.example",
    b"http://127.0.0.1",
    b"bytes=0-",
    b"bytes=5-1",
    b"bytes=-1",
]
VALUES += [b"bytes=" + b"9" * 12 + b"-", b"\xb2", b"\xff" * 20, b"9" * 30, b"zh-CN,zh;q=0.9", b"en;q=\xb2", b"chunked"]
VALUES += [
    b'sidan0="',
    b"sidan0=; sidan0=x; =;",
    b"sidan0=" + b"x" * 4000,
    b"gzip;q=x",
    b"*",
    b"100-continue",
    b"http://[::1",
]

part = st.sampled_from(PARTS) | st.integers(-(10**20), 10**20).map(str) | st.text("abcXYZ019-_.~%/", max_size=30)
ascii_bytes = st.binary(max_size=40).map(lambda found: bytes(set(found) - set(b"\r\n\x00")))
header = st.tuples(st.sampled_from(HEADERS), st.sampled_from(VALUES) | ascii_bytes)
headers = st.just(()) | st.just(()) | st.lists(header, max_size=3).map(tuple)
SAID: dict[str, Any] = {"id": "0123456789abcdef", "text": "3号楼1单元水管漏水"}
MORE: dict[str, Any] = {
    "button": "do my", "ref": "me:0123456789abcdef", "start": "p-qs-hy-lx-xf-3-1", "photos": [SIGN], "voice": SIGN,
    "location": [30.003, 110.0], "reply_to": "bot:1", "text": "/my",
}  # fmt: skip


@st.composite
def bodies(draw: st.DrawFn) -> bytes:
    """Of /chat/say: what the page posts, with a few things that it would never post."""
    said = SAID | {"id": draw(st.text("0123456789abcdef", min_size=8, max_size=20))}
    for name in draw(st.lists(st.sampled_from(sorted(MORE)), max_size=3)):
        said |= {name: draw(st.one_of(*[st.just(MORE[name])] * 4, odd, known(), words))}
    if draw(st.integers(0, 9)) == 0:
        said |= {"start": draw(st.sampled_from(LINKS)) + draw(known())}
    if draw(st.integers(0, 9)) == 0:
        said[draw(words)] = draw(odd)
    body: bytes = json.dumps(said, ensure_ascii=draw(st.booleans())).encode("utf-8", "surrogatepass")
    return body if draw(st.integers(0, 9)) else draw(st.binary(max_size=60))


def requests() -> st.SearchStrategy[Request]:
    """Half of them say something."""
    says = st.builds(Request, st.just("POST"), st.just("/chat/say"), headers, bodies())
    shows = st.builds(Request, st.just("POST"), st.just("/chat/photo"), headers, spoilt_pictures())
    return st.one_of(says, says, says, shows, anything(), anything())


@st.composite
def anything(draw: st.DrawFn) -> Request:
    path = draw(st.sampled_from(PATHS))
    for _ in range(path.count("{}")):
        path = path.replace("{}", draw(part), 1)
    return Request(
        method=draw(st.sampled_from([*["GET"] * 8, "POST", "POST", "HEAD", "OPTIONS", "PUT", "FOO", "get"])),
        path="".join(sign if sign.isascii() and sign.isprintable() and sign != " " else "_" for sign in path) or "/",
        headers=draw(headers),
        body=draw(st.just(b"") | st.binary(max_size=50)),
        length=draw(st.sampled_from([*[None] * 20, b"0", b"9" * 20, b"-1", b"\xb2", b"x", b"+5", b"5, 5"])),
        cookie=draw(st.booleans()),
    )
