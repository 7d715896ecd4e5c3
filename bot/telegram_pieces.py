"""A letter that takes several calls, such as pictures and words with buttons: no piece of it is said twice."""

from collections.abc import Awaitable, Callable, Sequence

Call = Callable[[], Awaitable[str]]


class Pieces:
    """most: letters of which it is remembered, as long as the program runs, how many pieces are left.

    Left, not said: where its picture can no longer be drawn at the next try, a letter begins with its words.
    """

    def __init__(self, most: int = 1000) -> None:
        self._most = most
        self._left: dict[str, int] = {}

    async def say(self, letter: str | None, calls: Sequence[Call]) -> str:
        """The reference of the last one."""
        begun = letter in self._left
        left = self._left.pop(letter or "", len(calls))
        try:
            for call in calls[-left:]:
                ref = await call()
                begun, left = True, left - 1
        except BaseException:
            if letter and begun:
                self._left[letter] = left
            if len(self._left) > self._most:
                del self._left[next(iter(self._left))]
            raise
        return ref
