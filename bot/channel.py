"""What the desk and the postman need of a channel, and what can go wrong with one."""

from typing import Any, Protocol

from dialogue.message import Incoming, Message


class Channel(Protocol):
    name: str

    def read(self, raw: dict[str, Any], at: int) -> Incoming | None:
        """What the inbox kept, understood; None where there is nothing to do. Raises Unreadable."""

    async def send(self, address: str, message: Message, ref: str | None, letter: str | None = None) -> str | None:
        """Show it, in the message `ref` where given; the reference of the message that shows it now.

        letter: the same for every try, so that a channel that can shows it only once.

        Raises Unreachable, Later, TooFast, Moved, NoTopic, Ambiguous or Undeliverable.
        """

    async def tapped(self, tap: str, text: str | None) -> None:
        """Acknowledge a tap, best effort: a tap that is too old needs none."""

    async def fetch(self, reference: str) -> bytes:
        """A photo or voice note that a person sent; raises TooBig."""


class ChannelError(Exception):
    """Something did not work with a channel."""


class Unreadable(ChannelError):
    """This update can never be understood."""


class Unreachable(ChannelError):
    """The person blocked us or is gone: stop writing to them."""


class Undeliverable(ChannelError):
    """This message will never be taken, however often it is sent."""


class Ambiguous(ChannelError):
    """The message may or may not have arrived."""


class NoTopic(ChannelError):
    """The topic of a group in which this was to be said is not there any more, or closed."""


class TooBig(ChannelError):
    """The file is larger than a channel lets us fetch."""


class Later(ChannelError):
    """Not now, and only for this chat."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"in {seconds:g} s")
        self.seconds = seconds


class TooFast(Later):
    """Too much was said in this chat: until then it takes nothing at all, whatever the lane."""


class Moved(ChannelError):
    """The chat has another address now."""

    def __init__(self, address: str) -> None:
        super().__init__("moved")
        self.address = address
