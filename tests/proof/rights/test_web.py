"""The same rights on the web: what the page posts, and the addresses that a link or a cookie opens."""

import random
from functools import partial
from itertools import islice
from pathlib import Path

import httpx
import pytest
from starlette.routing import Route

from bot.signed import Signed
from bot.telegram_intake import PATH as WEBHOOK
from bot.web_demo import demo_page_routes
from handlers.tokens import hashed
from storage import personal_export
from storage.database import Tx
from tests.proof.plugin import Figure
from tests.proof.rights.conftest import Prepared, sampled
from tests.proof.rights.known import ENTRIES
from tests.proof.rights.site import Site, site, tried_on_the_web
from tests.proof.rights.test_known import HOW as KNOWN
from tests.proof.rights.walk import combinations
from tests.proof.sizes import Size

# Every address there is, and how it is walked.
COOKIE = "asks for the cookie of the chat"
LINK = "opens with a secret in its address"
PUBLIC = "the same for everybody, and nothing of anybody's"
COUNTS = "counts and nobody's words; the proxy keeps it from the street"
ROUTES = {
    "/": PUBLIC,
    "/web/{version}/{name}": PUBLIC,
    "/chat/hello": PUBLIC,
    "/chat/events": COOKIE,
    "/chat/earlier": COOKIE,
    "/chat/say": COOKIE,
    "/chat/photo": COOKIE,
    "/chat/voice": COOKIE,
    "/media/{id}": COOKIE,
    "/media/{id}/{until}/{sign}": LINK,
    "/mine/{token}": LINK,
    "/mine/{token}/page": LINK,
    "/mine/{token}/file": LINK,
    "/posters/{token}": LINK,
    "/wall": PUBLIC,
    "/wall/{place}": PUBLIC,
    "/wall/{place}/map.svg": PUBLIC,
    "/wall/{place}/poster.svg": PUBLIC,
    "/healthz": COUNTS,
    "/readyz": COUNTS,
    "/metrics": COUNTS,
}
GOOD, USED, OVER, NOBODYS = ("good", "used", "over", "nobody")
PIC, NO_PIC = "f" * 22, "0" * 22
ONE_STEP = [
    entry
    for entry in ENTRIES
    if len(entry.steps) == 1 and entry.steps[0][:2] not in ("t:", "r:") and not (entry.by or entry.group)
]


def token(name: str) -> str:
    return name.ljust(22, "-")


@pytest.mark.proves("Nobody is exposed", "every entry of one step, posted to the web page's own address by everybody")
async def test_what_is_posted_to_the_page_comes_to_what_the_page_of_rights_says(
    prepared: Prepared, tmp_path: Path, size: Size, chance: random.Random, figure: Figure
):
    found = list(combinations(ONE_STEP))
    for_sure = [one for one in found if one.expected]
    chosen = sampled(found, chance, size.pick(16, 200, None)) + sampled(for_sure, chance, size.pick(8, 100, 0))
    async with site(prepared, tmp_path) as there:
        tried = [await tried_on_the_web(there, one) for one in chosen]
    wrong = [f"{one.combination}: {one.played.why}, {one.played.said!r}" for one in tried if not one.as_it_should_be]
    assert not wrong, "\n".join(wrong)
    figure("posts", f"{len(tried):,} of {len(ONE_STEP)} entries; done {sum(one.played.done for one in tried):,}")


async def _linked(there: Site) -> None:
    """Links to Li's own page in each state, and a picture that Li's page may see."""

    async def unit(tx: Tx) -> None:
        for name, person, until in ((GOOD, "li", 900), (USED, "bo", 900), (OVER, "zhao", -1)):
            await personal_export.make_link(tx, hashed(token(name)), person, there.now, there.now + until)
        await personal_export.use(tx, hashed(token(USED)), "page", there.now)
        await personal_export.use(tx, hashed(token(USED)), "file", there.now)
        await tx.run(
            "INSERT INTO media (id, owner, kind, bytes, created_at) VALUES (:id, 'web:li1', 'photo', 9, 1)", id=PIC
        )
        await tx.run("UPDATE poster_sheets SET expires_at = 1 WHERE token_hash = :sheet", sheet=hashed("sheet"))

    await there.database.do(unit)


def bytes_of(answer: httpx.Response) -> tuple[int, list[tuple[bytes, bytes]], bytes]:
    return answer.status_code, sorted(answer.headers.raw), answer.content


@pytest.mark.proves("Nobody is exposed", "answers of the web to what is not yours and to what does not exist")
async def test_what_is_not_yours_and_what_does_not_exist_answer_with_the_same_bytes(
    prepared: Prepared, tmp_path: Path, figure: Figure
):
    async with site(prepared, tmp_path) as there:
        await _linked(there)
        ask, stranger, unknown = there.client, await there.session("zhao"), {"cookie": "sidan0=" + "x" * 43}
        signed = Signed(there.database, there.app.clock)
        over = (await signed.link(PIC)).split("/")
        asked = {
            "a page about oneself": [ask.get(f"/mine/{token(name)}") for name in (USED, OVER, NOBODYS)]
            + [ask.get("/mine/short")],
            "what is on it": [ask.post(f"/mine/{token(name)}/page") for name in (USED, OVER, NOBODYS)],
            "its file": [ask.post(f"/mine/{token(name)}/file") for name in (USED, OVER, NOBODYS)],
            "posters": [ask.get(f"/posters/{name}") for name in ("sheet", token(NOBODYS))],
            "a picture of somebody else": [ask.get(f"/media/{id}", headers=stranger) for id in (PIC, NO_PIC)],
            "a picture, without a page": [ask.get(f"/media/{id}") for id in (PIC, NO_PIC)],
            "a picture's link": [
                ask.get(f"/media/{id}/{until}/{sign}")
                for id, until, sign in ((PIC, over[3], "x" * 24), (NO_PIC, over[3], over[4]), (PIC, "1", over[4]))
            ],
            "somebody else's picture in a message": [
                ask.post("/chat/say", json={"id": f"message-{n}", "photos": [id]}, headers=stranger)
                for n, id in enumerate((PIC, NO_PIC))
            ],
            "a wall": [ask.get(f"/wall/{place}") for place in ("qs", "qs-hy-no", "..-..")],
            "a chat": [ask.get("/chat/earlier?before=9", headers=headers) for headers in ({}, unknown)],
            "its events": [ask.get("/chat/events", headers=headers) for headers in ({}, unknown)],
            "a message to it": [
                ask.post("/chat/say", json={"id": "message-1", "text": "hello"}, headers=headers)
                for headers in ({}, unknown)
            ],
            "a photo": [ask.post("/chat/photo", content=b"x", headers=headers) for headers in ({}, unknown)],
            "a voice": [ask.post("/chat/voice", content=b"x", headers=headers) for headers in ({}, unknown)],
        }
        answers = {name: [await one for one in ones] for name, ones in asked.items()}
        for name, ones in answers.items():
            assert len({str(bytes_of(one)) for one in ones}) == 1, f"{name}: {[bytes_of(one) for one in ones]}"
            assert ones[0].status_code >= 400, name
        figure("compared", f"{sum(map(len, answers.values()))} answers of {len(answers)} kinds, the same bytes in each")


async def test_whoever_may_is_let_in(prepared: Prepared, tmp_path: Path):
    async with site(prepared, tmp_path) as there:
        await _linked(there)
        ask, li = there.client, await there.session("li")
        assert (await ask.get(f"/mine/{token(GOOD)}")).status_code == 200
        for way in ("page", "file"):
            answer = await ask.post(f"/mine/{token(GOOD)}/{way}")
            assert (answer.status_code, "Li Xiulan" in answer.text) == (200, True)
            assert (await ask.post(f"/mine/{token(GOOD)}/{way}")).status_code == 404, "it opens once"
        assert (await ask.get(f"/media/{PIC}", headers=li)).status_code == 307
        assert (await ask.get("/chat/earlier?before=9", headers=li)).status_code == 200
        assert (await ask.get("/wall/qs-hy-lx-xf")).status_code == 200


async def test_what_everybody_may_see_on_the_web_names_nobody(prepared: Prepared, tmp_path: Path):
    """The names, phones and doors of the town, looked for in every address that is public."""
    async with site(prepared, tmp_path) as there:
        wall = "/wall/qs-hy-lx-xf"
        pages = ["/", wall, f"{wall}/map.svg", f"{wall}/poster.svg", "/healthz", "/metrics", "/readyz"]
        answers = [await there.client.get(page) for page in pages]
        assert {one.status_code for one in answers} == {200}
        text = "\n".join(one.text for one in answers)
        for secret in ("Li Xiulan", "Zhao Defu", "13812345678", "13912345678", "王桂英", "吴奶奶", "602"):
            assert secret not in text


@pytest.mark.proves("Nobody is exposed", KNOWN)
async def test_every_address_of_the_web_is_known_here(prepared: Prepared, tmp_path: Path, figure: Figure):
    async with site(prepared, tmp_path) as there:
        paths = [route.path for route in there.app.routes if isinstance(route, Route)]
        assert len(paths) == len(there.app.routes)
        assert set(paths) == set(ROUTES)
        assert WEBHOOK == "/telegram/webhook", "asks for Telegram's own secret, in tests/fake_telegram/test_webhook.py"
    figure("addresses of the web", f"{len(ROUTES)}")


def test_the_demo_has_no_other_pages():
    nobody = partial(demo_page_routes, [], public_url="", speed=1)
    routes = nobody(words=None, assets=None, speak=None)  # type: ignore[arg-type]
    assert [route.path for route in islice(routes, 9)] == ["/demo", "/demo/seats", "/demo/language"]
