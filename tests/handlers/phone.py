"""What a chat shows, and the buttons somebody could tap in it."""

from dataclasses import dataclass, field

from dialogue.message import Message


@dataclass(frozen=True, slots=True)
class Tap:
    """A button as it was shown: it can still be tapped when the chat has moved on."""

    data: str
    ref: str


@dataclass
class Phone:
    """messages: by reference, in the order in which they appeared. news: what came since somebody looked."""

    address: str
    messages: dict[str, Message] = field(default_factory=dict)
    news: list[Message] = field(default_factory=list)
    _cards: dict[str, str] = field(default_factory=dict)

    def show(self, message: Message) -> str:
        """Cards are edited where they stand; returns the reference of the message that shows it."""
        known = self._cards.get(message.card) if message.card and not message.fresh else message.instead_of
        ref = known if known in self.messages else f"{self.address}#{len(self.messages)}"
        self.messages[ref] = message
        self.news.append(message)
        if message.card:
            self._cards[message.card] = ref
        return ref

    def looks(self) -> str:
        """What is new, as one text."""
        text = "\n".join(message.text for message in self.news)
        self.news.clear()
        return text

    def button(self, label: str) -> Tap:
        """The newest button that is called so, or called something with these words in it."""
        for ref, message in reversed(self.messages.items()):
            found = [button for row in message.buttons for button in row if label in button.label]
            for button in sorted(found, key=lambda button: len(button.label)):
                return Tap(button.data, ref)
        raise AssertionError(f"{self.address} shows no button {label!r}, only {self.labels()}")

    def labels(self) -> list[str]:
        """The buttons of the newest message."""
        newest = next(reversed(self.messages.values()), Message(""))
        return [button.label for row in newest.buttons for button in row]

    def card(self, number: str) -> Message:
        return self.messages[self.where(number)]

    def newest(self, card: str) -> Message:
        """What stands there by now of a card with this key."""
        return next(message for message in reversed(self.messages.values()) if message.card == card)

    def where(self, number: str) -> str:
        """The reference of the message that shows an order's card."""
        return self._cards[f"order:{number}"]

    def every_text(self) -> str:
        return "\n".join(message.text for message in self.messages.values())
