"""What is given to nobody in particular: public pages, and what an office or an operator takes home."""

import io
import zipfile
from dataclasses import dataclass

import aiohttp

from tests.proof.canaries.planted import Found, search
from tests.stories.town import Town

PAGES = "/ /healthz /readyz /metrics /wall /chat/hello /chat/events?after=0 /demo /mine/x /posters/x /media/x /nothing"


@dataclass(frozen=True)
class Visited:
    """text: with the headers of the answer."""

    path: str
    status: int
    text: str


async def visited(town: Town, paths: list[str]) -> list[Visited]:
    """What a browser is given that nobody knows."""
    found = []
    async with aiohttp.ClientSession() as somebody:
        for path in paths:
            async with somebody.get(f"{town.program.url}{path}") as answer:
                found.append(Visited(path, answer.status, f"{dict(answer.headers)}\n{await answer.text()}"))
    return found


async def exports(town: Town, place: str, number: str) -> list[tuple[str, bytes]]:
    """What an office takes home, and what an operator reads."""
    run, folder = town.commands.run, town.program.folder
    files = {name: folder / name for name in ("orders.xlsx", "orders.csv", "posters.pdf")}
    told = [
        await run("export-orders", str(files["orders.xlsx"])),
        await run("export-orders", str(files["orders.csv"])),
        await run("qr", place, "--out", str(files["posters.pdf"])),
        await run("doctor"),
        await run("viewer", number),
    ]
    assert files["orders.xlsx"].exists(), told
    found = [(name, file.read_bytes()) for name, file in files.items() if file.exists()]
    return [*found, ("commands", "\n".join(told).encode())]


def in_a_file(where: str, content: bytes) -> list[Found]:
    """Also inside a workbook, which is packed."""
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            parts = [(f"{where}/{name}", packed.read(name)) for name in packed.namelist()]
    else:
        parts = [(where, content)]
    return [one for name, part in parts for one in search(name, part.decode("utf-8", "replace"))]
