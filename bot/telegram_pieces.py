"""A letter that takes several calls, such as pictures and words with buttons: no piece of it is said twice."""

from collections.abc import Awaitable, Callable, Sequence

Call = Callable[[], Awaitable[str]]


class Pieces:
    """most: letters of which it is remembered, as long as the program runs, how much of them has arrived."""

    def __init__(self, most: int = 1000) -> None:
        self._most = most
        self._said: dict[str, list[str]] = {}

    async def say(self, letter: str | None, calls: Sequence[Call]) -> str:
        """The reference of the last one."""
        said = self._said.pop(letter or "", [])
        try:
            for call in calls[len(said) :]:
                said.append(await call())
        except BaseException:
            if letter and said:
                self._said[letter] = said
            if len(self._said) > self._most:
                del self._said[next(iter(self._said))]
            raise
        return said[-1]
