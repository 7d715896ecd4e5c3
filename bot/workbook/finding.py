"""Which place is meant by "杏福苑3号楼", "柳溪社区/杏福苑" or a code: by name where one place alone is called so."""

import re
from collections.abc import Iterable
from functools import cache

from bot.workbook.mistakes import Unsure, Wrong, as_it_is, listed
from dialogue.message import N_
from domain.place import Kind, covers, parent
from storage.places import Place

APART = re.compile(r"[\s/／>·]+")
HOUSE = re.compile(r"(?<=[0-9A-Za-z])(?:号楼|栋|幢|座|号|楼|[#＃])|(?<=[0-9A-Za-z])$")  # people say any of these
NOWHERE = N_("There is no {text} in the sheet of places.")
SEVERAL = N_("{text} is several places: {names}. Write more of its name.")
NAMED = 3  # of several


class Gazetteer:
    """All places by what they may be called: their own name, or it after the names of what they lie in.

    unsure: names that are in the sheet, in rows that may be wrong; blind: of some row the names themselves are.
    before: places as they were called until now.
    """

    def __init__(
        self,
        places: Iterable[Place],
        unsure: Iterable[str] = (),
        before: Iterable[Place] | None = None,
        blind: bool = False,
    ) -> None:
        self._unsure, self._blind = [APART.sub("", name) for name in unsure], blind
        self._former = cache(lambda: Gazetteer(before)) if before is not None else None
        self._places: dict[str, Place] = {}
        self._called: dict[str, list[str]] = {}
        self._chains: dict[str, tuple[str, ...]] = {}
        self._alike: dict[str, list[str]] = {}
        self.add(places)

    def add(self, places: Iterable[Place]) -> None:
        self._alike.clear()
        new = {place.path: place for place in places}
        self._places |= new
        for path in new:
            for name in set(self._calls(path)):
                self._called.setdefault(name, []).append(path)

    def _calls(self, path: str) -> tuple[str, ...]:
        """1单元, 3号楼1单元, 杏福苑3号楼1单元 ..."""
        known = self._chains.get(path)
        if known is None:
            place, above = self._places.get(path), parent(path)
            own = APART.sub("", place.name) if place else ""
            known = (own, *(name + own for name in self._calls(above))) if place and above else (own,) if place else ()
            self._chains[path] = known
        return known

    def get(self, path: str) -> Place | None:
        return self._places.get(path)

    def find(self, text: str, within: str | None = None, near: str | None = None) -> Place:
        """within: only there. near: where several are meant, the one there. Raises Wrong."""
        if text in self._places and (within is None or covers(within, text)):
            return self._places[text]
        found = self.called(text, within)
        if not found and self._former:
            found = [path for path in self._former().called(text, within) if path in self._places]
        found = found or self._nearly(text, within)
        if len(found) > 1 and near is not None:
            found = [path for path in found if covers(near, path)] or found
        if not found:
            raise (Unsure if self._maybe(text, within, near) else Wrong)(NOWHERE, text=as_it_is(text))
        if len(found) > 1:
            names = [self.full(path) for path in found[:NAMED]]
            raise Wrong(SEVERAL, text=as_it_is(text), names=listed(names))
        return self._places[found[0]]

    def _maybe(self, text: str, within: str | None, near: str | None) -> bool:
        """Whether it would be there, if a row that is wrong were right."""
        around = [place.name for path in (within, near) if path and (place := self._places.get(path))]
        whole = APART.sub("", "".join((*around, text)))
        return bool(self._blind and within) or any(name in whole for name in self._unsure)

    def called(self, text: str, within: str | None = None) -> list[str]:
        """What 小区11号楼 means depends on where its name ends: slashes say it, and are needed only there."""
        found = self._called.get(APART.sub("", text), [])
        if within is not None:
            below = within + "/"
            found = [path for path in found if path == within or path.startswith(below)]
        if len(found) > 1 and (cut := APART.sub("/", text)) != text.replace("/", ""):
            return [path for path in found if cut in self._said(path)] or found
        return found

    def _nearly(self, text: str, within: str | None) -> list[str]:
        """3栋, 3幢 and 3 are 3号楼, where nothing is called just that."""
        if not self._alike:
            for name, paths in self._called.items():
                houses = [path for path in paths if self._places[path].kind in (Kind.BUILDING, Kind.UNIT)]
                self._alike.setdefault(HOUSE.sub("栋", name), []).extend(houses)
        found = dict.fromkeys(self._alike.get(HOUSE.sub("栋", APART.sub("", text)), []))
        return [path for path in found if within is None or covers(within, path)]

    def name(self, path: str, within: str | None = None) -> str:
        """As short as it can be and still mean this place alone; its code where names are not enough."""
        for name in self._said(path, whole=within is None):
            if self.called(name, within) == [path]:
                return name
        return path

    def full(self, path: str) -> str:
        return list(self._said(path))[-1]

    def _said(self, path: str, whole: bool = False) -> Iterable[str]:
        """1单元, 3号楼/1单元, 杏福苑/3号楼/1单元 ...; whole: never less than its compound."""
        name, at = "", path
        while at and (place := self._places.get(at)):
            name = f"{place.name}/{name}" if name else place.name
            if not whole or place.kind not in (Kind.BUILDING, Kind.UNIT):
                yield name
            at = parent(at) or ""
