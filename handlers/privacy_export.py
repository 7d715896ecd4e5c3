"""Everything about oneself, behind a link that opens once, soon, and for nobody else."""

from urllib.parse import urljoin

from dialogue.message import N_
from handlers import tokens
from handlers.turn import Turn
from storage import personal_export

MINUTES = 15


async def link(turn: Turn) -> None:
    """A new one makes the one before it worthless."""
    token = tokens.token(turn)
    await personal_export.make_link(turn.tx, tokens.hashed(token), turn.me.id, turn.now, turn.now + MINUTES * 60)
    sentence = N_(
        "📄 Everything I have of you, to read and to keep:\n{link}\n"
        "It opens once, within {minutes} minutes. Please pass it on to nobody."
    )
    address = urljoin(turn.house.links("")[0], f"/mine/{token}")
    await turn.say(turn.speak(sentence).format(link=address, minutes=MINUTES))
