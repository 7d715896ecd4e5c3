"""The parts of Telegram's updates that are read; whatever else is in them is passed over."""

from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from bot.texts import visible

GONE = ("kicked", "left")

Words = Annotated[str, AfterValidator(visible)]


class Slim(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)


class User(Slim):
    id: int
    first_name: Words = ""
    last_name: Words = ""
    language_code: str | None = None

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()


class Chat(Slim):
    id: int
    type: str

    @property
    def group(self) -> bool:
        return self.type != "private"


class File(Slim):
    file_id: str
    file_size: int | None = None
    mime_type: str | None = None


class Place(Slim):
    latitude: float
    longitude: float


class Told(Slim):
    message_id: int


class Message(Slim):
    message_id: int
    chat: Chat
    date: int = 0
    sender: User | None = Field(None, alias="from")
    text: Words = ""
    caption: Words = ""
    photo: tuple[File, ...] = ()
    voice: File | None = None
    document: File | None = None
    location: Place | None = None
    media_group_id: str | None = None
    reply_to_message: Told | None = None
    migrate_to_chat_id: int | None = None
    migrate_from_chat_id: int | None = None
    message_thread_id: int | None = None
    is_topic_message: bool = False


class Tap(Slim):
    id: str
    sender: User = Field(alias="from")
    message: Message | None = None
    data: Words = ""


class Member(Slim):
    status: str
    can_send_messages: bool = True

    @property
    def may_write(self) -> bool:
        return self.status not in GONE and (self.status != "restricted" or self.can_send_messages)


class Membership(Slim):
    chat: Chat
    sender: User = Field(alias="from")
    new_chat_member: Member


class Update(Slim):
    update_id: int
    message: Message | None = None
    edited_message: Message | None = None
    callback_query: Tap | None = None
    my_chat_member: Membership | None = None
