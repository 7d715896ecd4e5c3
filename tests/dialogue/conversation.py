"""A talk played without a desk: what is remembered between two replies goes through JSON, as it does at the desk."""

import json
from dataclasses import dataclass, field
from typing import Any

from dialogue.message import N_
from dialogue.question import Reply
from dialogue.say import Say, plain, say
from dialogue.talk import Asking, Done, Script, State, advance, go_back, play

WHAT = say(N_("What is the matter?"))


def asked(name: str) -> Say:
    return plain(f"{name}?")


@dataclass
class Conversation:
    """`replies` and `taps` return the name of the next question, or "" at the end."""

    script: Script[Any]
    state: State = field(default_factory=State)
    outcome: Asking | Done[Any] = field(default_factory=lambda: Done(None))

    async def begins(self, reply: Reply | None = None) -> str:
        self.state = State(offers=reply.offers() if reply else [])
        return self._now(await play(self.script, self.state))

    async def says(self, text: str) -> str:
        return await self.replies(Reply(text))

    async def replies(self, reply: Reply) -> str:
        assert isinstance(self.outcome, Asking)
        return self._now(await advance(self.script, self.state, self.outcome.name, self.outcome.page, reply))

    async def taps(self, label: str) -> str:
        assert isinstance(self.outcome, Asking)
        value = next(option.value for option in self.outcome.options if option.label.said(str) == label)
        return await self.replies(Reply(option=value))

    async def goes_back(self) -> str:
        return self._now(await go_back(self.script, self.state))

    def _now(self, outcome: Asking | Done[Any]) -> str:
        self.state = State.from_json(json.loads(json.dumps(self.state.to_json())))
        self.outcome = outcome
        return outcome.name if isinstance(outcome, Asking) else ""

    @property
    def labels(self) -> list[str]:
        assert isinstance(self.outcome, Asking)
        return [option.label.said(str) for option in self.outcome.options]

    @property
    def notices(self) -> list[str]:
        return [notice.said(str) for notice in self.outcome.notices]

    @property
    def command(self) -> Any:
        assert isinstance(self.outcome, Done)
        return self.outcome.command
