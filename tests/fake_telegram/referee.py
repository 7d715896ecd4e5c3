"""An independent referee: aiogram's strict models judge what the fake serves and what the bot sends."""

from functools import cache
from typing import Any

from aiogram import methods
from aiogram.methods.base import TelegramMethod
from aiogram.types import BufferedInputFile, Update
from pydantic import BaseModel, TypeAdapter, ValidationError

JSON = dict[str, Any]
KNOWN: dict[str, type[TelegramMethod[Any]]] = {
    getattr(methods, name).__api_method__: getattr(methods, name)
    for name in methods.__all__
    if name not in {"TelegramMethod", "Request", "Response"}
}
UPDATE: TypeAdapter[Any] = TypeAdapter(Update)


class Referee:
    """Keeps a sentence for everything that Telegram's documentation does not know."""

    def __init__(self) -> None:
        self.faults: list[str] = []
        self.judged = 0

    def update(self, update: JSON) -> None:
        self._judge("update", UPDATE, update)

    def result(self, method: str, result: Any) -> None:
        self._judge(f"result of {method}", returned(method), result)

    def call(self, method: str, parameters: JSON, files: list[str]) -> None:
        """parameters: with their JSON values read; files: names of the uploaded parts."""
        uploaded = {name: BufferedInputFile(b"", name) for name in files if name in fields(method)}
        self._judge(f"call of {method}", called(method), parameters | uploaded)

    def _judge(self, what: str, kind: TypeAdapter[Any], value: Any) -> None:
        self.judged += 1
        try:
            read = kind.validate_python(value)
        except ValidationError as error:
            for wrong in error.errors(include_input=False, include_url=False):
                self.faults.append(f"{what}: {'.'.join(map(str, wrong['loc']))}: {wrong['msg']}")
        else:
            self.faults += [f"{what}: {name}: unknown field" for name in strangers(read)]


@cache
def called(method: str) -> TypeAdapter[Any]:
    return TypeAdapter(KNOWN[method])


@cache
def returned(method: str) -> TypeAdapter[Any]:
    return TypeAdapter(KNOWN[method].__returning__)


@cache
def fields(method: str) -> frozenset[str]:
    return frozenset(KNOWN[method].model_fields)


def strangers(value: Any, path: str = "") -> list[str]:
    """The paths of all fields that no model knows."""
    if isinstance(value, list):
        return [found for i, item in enumerate(value) for found in strangers(item, f"{path}[{i}]")]
    if not isinstance(value, BaseModel):
        return []
    found = [f"{path}.{name}".lstrip(".") for name in value.model_extra or ()]
    for name in value.model_fields_set - set(value.model_extra or ()):
        found += strangers(getattr(value, name, None), f"{path}.{name}")
    return found
