"""Certificates of hours, so that staff can tell a real one by its code."""

from dataclasses import dataclass

from storage.database import Tx


@dataclass(frozen=True, slots=True)
class Certificate:
    """since, until: the time it is about, `until` not included. services: how many helps the minutes come from."""

    code: str
    person: str
    since: int
    until: int
    minutes: int
    services: int
    at: int


async def add(tx: Tx, made: Certificate) -> bool:
    """False where the code is taken."""
    names = Certificate.__slots__
    changed = await tx.run(
        f"INSERT INTO certificates ({', '.join(names)}) VALUES ({', '.join(':' + name for name in names)}) "
        "ON CONFLICT (code) DO NOTHING",
        **{name: getattr(made, name) for name in names},
    )
    return changed == 1


async def get(tx: Tx, code: str) -> Certificate | None:
    row = await tx.one("SELECT * FROM certificates WHERE code = :code", code=code)
    return Certificate(**{name: row[name] for name in Certificate.__slots__}) if row else None
