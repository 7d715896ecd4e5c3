"""Who sits at a page is known by a cookie, and by nothing else."""

import httpx

from tests.bot.web.visitor import Visitor, photo


async def test_a_visitor_without_a_cookie_is_told_to_reload(address):
    async with Visitor(base_url=address, follow_redirects=True) as nobody:
        assert (await nobody.says("x")).status_code == 401
        assert (await nobody.get("/chat/events")).status_code == 401
        assert (await nobody.get("/chat/earlier?before=1")).status_code == 401
        assert (await nobody.post("/chat/photo", content=photo())).status_code == 401


async def test_a_visitor_is_told_the_time_zone_of_the_neighbourhood(visitor):
    assert (await visitor.arrive())["timezone"] == "Asia/Shanghai"


async def test_the_cookie_is_kept_from_scripts_and_other_sites(address):
    async with Visitor(base_url=address, follow_redirects=True) as visitor:
        cookie = (await visitor.get("/chat/hello")).headers["set-cookie"]
    assert cookie.startswith("sidan0=")
    assert "HttpOnly" in cookie
    assert "samesite=lax" in cookie.lower()


async def test_the_database_does_not_know_the_cookie(house, visitor):
    secret = visitor.cookies["sidan0"]
    rows = await house.database.read(lambda tx: tx.all("SELECT * FROM web_sessions"))
    assert len(secret) >= 43
    assert secret not in repr(rows)


async def test_a_visitor_who_comes_again_is_the_same(visitor):
    first = visitor.session
    assert (await visitor.arrive())["session"] == first


async def test_a_forged_cookie_gets_a_new_session_and_secret(house, visitor):
    first, visitor.cookies = visitor.session, httpx.Cookies({"sidan0": "chosen-by-somebody"})
    assert (await visitor.arrive())["session"] != first
    assert await house.database.read(lambda tx: tx.one("SELECT COUNT(*) AS n FROM web_sessions")) == {"n": 2}


async def test_two_slots_of_one_browser_are_two_people(visitor):
    first = visitor.session
    assert (await visitor.arrive(slot=3))["session"] != first
    assert (await visitor.arrive(slot=0))["session"] == first
