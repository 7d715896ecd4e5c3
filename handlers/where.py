"""Asking where it is: from the link, the location or the words where they say it, by tapping where they do not."""

import re
from functools import lru_cache

from dialogue.message import N_
from dialogue.question import Choice, Option
from dialogue.say import plain, say
from dialogue.talk import Ask
from domain.place import parents
from handlers.look import Look
from storage.places import Place

HERE = "."  # the option that means the place itself, not one below it
BESIDES = re.compile(r"(?:不对|错了|应该|改成|改为|地点|地方|我|是|在|的|吧|no|it is|it's|in|at|\W)*", re.IGNORECASE)
DIGITS = str.maketrans("一二三四五六七八九０１２３４５６７８９", "1234567890123456789")


async def where(ask: Ask, look: Look, words: str) -> str:
    """A place path: a building or unit, or the compound itself for what belongs to all."""
    known = await _offered(ask, look)
    if known:
        return known
    path = await _compound(ask, look, words)
    depth = 0
    while below := await look.inside(path):
        depth += 1
        name, said = f"place.{depth}", named_in(words, below)
        suggested = said.path if said else (HERE if depth > 1 and said_building(ask, depth) else None)
        if suggested and not ask.wanted(name) and "place" not in ask.state.again:
            chosen = suggested
        else:
            chosen = await ask(name, await _which(look, path, depth, below))
        if chosen == HERE:
            break
        path = chosen
    return path


async def _which(look: Look, path: str, depth: int, below: list[Place]) -> Choice:
    here = Option(HERE, say(N_("Outdoors or all of it") if depth == 1 else N_("The whole building")))
    prompt = say(N_("Which building?") if depth == 1 else N_("Which unit?"))
    return Choice(prompt, (*await _last_time(look, path, depth), *(Option(p.path, plain(p.name)) for p in below), here))


async def _last_time(look: Look, path: str, depth: int) -> tuple[Option, ...]:
    """The place reported from last, as the first answer to the first question."""
    home = look.me.home
    if depth > 1 or home is None or not home.startswith(path + "/") or await look.place(home) is None:
        return ()
    return (Option(home, say(N_("{place} (as last time)"), place=await look.name(home))),)


def said_building(ask: Ask, depth: int) -> bool:
    """The building came from the person's own words, not from a tap: then the unit is not asked for."""
    return f"place.{depth - 1}" not in ask.state.answers


async def _offered(ask: Ask, look: Look) -> str | None:
    """A building or unit from the link that opened the chat, or the building nearest to a shared location."""
    path = None if "place" in ask.state.again else ask.offered("place", "place")
    if path and (place := await look.place(path)):
        return place.path if place.kind in ("building", "unit") else None
    location = ask.offered("location", "location")
    if location and "place" not in ask.state.again and (near := await look.near(*location)):
        return near.path
    return None


async def _compound(ask: Ask, look: Look, words: str) -> str:
    offered = ask.state.answers.get("place")
    if offered and (place := await look.place(offered)) and place.kind == "compound":
        return place.path
    mine = await look.compound_of_me()
    compounds = await look.compounds()
    said = named_in(words, compounds)
    if said or (mine and "place" not in ask.state.again):
        return said.path if said else str(mine)
    if len(compounds) == 1:
        return compounds[0].path
    among = tuple(Option(p.path, plain(p.name)) for p in sorted(compounds, key=lambda p: p.path != mine))
    return await ask("place.0", Choice(say(N_("Which compound is it?")), among))


def named_in(words: str, among: list[Place]) -> Place | None:
    """The one place whose name the words contain: "13号楼" does not contain "3号楼", "3栋" means building 3."""
    text = words.translate(DIGITS)
    found = [p for p in among if _called(p.name).search(text)]
    return found[0] if len(found) == 1 else None


async def nothing_but(look: Look, words: str, near: str) -> str | None:
    """The place that is all the words speak of; "2单元" is one of the building that was meant before."""
    text = words.translate(DIGITS)
    if compound := named_in(text, await look.compounds()):
        return await _down(look, compound.path, _called(compound.name).sub("", text, 1))
    for start in (near, *parents(near)):
        if found := await _down(look, start, text):
            return found
    return None


async def _down(look: Look, start: str, text: str) -> str | None:
    """Where the words lead from there; None where they lead nowhere or say more than that."""
    path = start
    while said := named_in(text, await look.inside(path)):
        path, text = said.path, _called(said.name).sub("", text, 1)
    return path if path != start and BESIDES.fullmatch(text) else None


@lru_cache(maxsize=4096)  # a talk asks it again at each reply
def _called(place: str) -> re.Pattern[str]:
    number = re.fullmatch(r"(\d+)\s*(号楼|栋|幢|单元|号院)", place)
    if number is None:
        return re.compile(re.escape(place))
    chinese, english = ("单元", "unit") if number[2] == "单元" else ("(?:号楼|栋|幢|号院)", "building")
    said = rf"(?<!\d){number[1]}\s*{chinese}|\b{english}\s*{number[1]}(?!\d)"
    return re.compile(said, re.IGNORECASE)
