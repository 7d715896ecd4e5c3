"""What a bot posted, in any of the four ways Telegram accepts: query, urlencoded, multipart, JSON."""

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

import orjson

JSON = dict[str, Any]
NAME = re.compile(rb'\bname="([^"]*)"', re.IGNORECASE)
FILENAME = re.compile(rb'\bfilename="([^"]*)"', re.IGNORECASE)
KIND = re.compile(rb"content-type:\s*([^\r\n;]+)", re.IGNORECASE)
BOUNDARY = re.compile(r'boundary="?([^";]+)"?', re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Upload:
    filename: str
    kind: str
    content: bytes


class Unreadable(Exception):
    """The body is not what its content type says."""


def fields(query: str, kind: str, body: bytes) -> tuple[JSON, dict[str, Upload]]:
    """Parameters (text, or JSON values as posted) and uploaded files, by name."""
    found: JSON = dict(parse_qsl(query, keep_blank_values=True)) if query else {}
    if not body:
        return found, {}
    if kind.startswith("application/json"):
        return found | from_json(body), {}
    if kind.startswith("multipart/form-data"):
        posted, files = from_multipart(kind, body)
        return found | posted, files
    posted = dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))
    return found | posted if found else posted, {}


def from_json(body: bytes) -> JSON:
    try:
        posted = orjson.loads(body)
    except ValueError as error:
        raise Unreadable from error
    if not isinstance(posted, dict):
        raise Unreadable
    return posted


def from_multipart(kind: str, body: bytes) -> tuple[JSON, dict[str, Upload]]:
    boundary = BOUNDARY.search(kind)
    if boundary is None:
        raise Unreadable
    posted: JSON = {}
    files: dict[str, Upload] = {}
    for part in (b"\r\n" + body).split(b"\r\n--" + boundary[1].encode())[1:]:
        head, found, content = part.partition(b"\r\n\r\n")
        name = NAME.search(head)
        if not found or name is None:
            continue
        filename = FILENAME.search(head)
        if filename is None:
            posted[name[1].decode()] = content.decode("utf-8", "replace")
        else:
            said = KIND.search(head)
            files[name[1].decode()] = Upload(
                filename[1].decode("utf-8", "replace"), said[1].decode() if said else "", content
            )
    return posted, files
