"""What the page may post: checked here, at the border, and kept as it is in the inbox."""

import json
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, field_validator

from bot.media import ID
from bot.texts import visible
from bot.web_errors import NothingSaid, Refusal, TooLong, TooManyPhotos
from dialogue.message import DATA_LIMIT, Incoming

TEXT_LIMIT = 4000
PHOTOS_LIMIT = 9

Id = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9-]{8,64}$")]
Key = Annotated[str, StringConstraints(max_length=200, pattern=r"^[^\x00-\x1f\x7f]+$")]
MediaId = Annotated[str, StringConstraints(pattern=f"^{ID.pattern}$")]
Latitude = Annotated[float, Field(ge=-90, le=90, allow_inf_nan=False)]
Longitude = Annotated[float, Field(ge=-180, le=180, allow_inf_nan=False)]


class Said(BaseModel):
    """One message from a page; id is the page's own, the same for every try."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    id: Id
    text: Annotated[str, Field(max_length=TEXT_LIMIT)] = ""
    button: str | None = None
    ref: Key | None = None
    start: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{1,64}$")] | None = None
    photos: Annotated[tuple[MediaId, ...], Field(max_length=PHOTOS_LIMIT)] = ()
    voice: MediaId | None = None
    location: tuple[Latitude, Longitude] | None = None
    reply_to: Key | None = None

    @field_validator("text")
    @classmethod
    def without_invisible(cls, text: str) -> str:
        return visible(text.replace("\r\n", "\n")).strip()

    @field_validator("button")
    @classmethod
    def small_enough(cls, button: str | None) -> str | None:
        if button is not None and (not 1 <= len(button.encode()) <= DATA_LIMIT or button != visible(button)):
            raise ValueError("a button carries 1-64 bytes")
        return button

    @property
    def media(self) -> tuple[str, ...]:
        return self.photos + ((self.voice,) if self.voice else ())

    @property
    def empty(self) -> bool:
        return not (self.text or self.button or self.start or self.media or self.location)


def understood(body: bytes) -> Said:
    """What was said, or a Refusal whose sentence tells what is wrong with it."""
    try:
        said = Said.model_validate_json(body)
    except ValidationError as error:
        raise _refusal(error) from None
    if said.empty:
        raise NothingSaid
    return said


def _refusal(error: ValidationError) -> Refusal:
    """Without what was posted: it may be personal, and errors reach the log."""
    for problem in error.errors(include_input=False, include_url=False):
        match problem["loc"][:1], problem["type"]:
            case ("text",), "string_too_long":
                return TooLong()
            case ("photos",), "too_long":
                return TooManyPhotos()
    return Refusal()


def raw(said: Said, session: str, language: str | None) -> str:
    """What the inbox keeps."""
    kept = said.model_dump(mode="json", exclude_defaults=True)
    return json.dumps(kept | {"session": session, "language": language}, ensure_ascii=False)


def incoming(kept: dict[str, Any], at: int) -> Incoming:
    """Read what the inbox kept; raises ValueError or KeyError when it is not ours."""
    said, session = Said.model_validate(kept), str(kept["session"])
    address = f"web:{session}"
    return Incoming(
        channel="web",
        message_id=f"{session}/{said.id}",
        chat=address,
        sender=address,
        at=at,
        text=said.text,
        button=said.button,
        tap=f"{session}/{said.id}" if said.button else None,
        start=said.start,
        photos=said.photos,
        voice=said.voice,
        location=said.location,
        reply_to=said.reply_to,
        ref=said.ref if said.button else own_key(said.id),
        language=kept.get("language"),
    )


def own_key(message_id: str) -> str:
    """The key of a person's own bubble."""
    return f"me:{message_id}"
