"""Whether the ledger of hours and points is whole: nothing changed, removed, slipped in, or credited for nothing."""

from collections.abc import Sequence

from storage.ledger import Found

NAMED = 5  # of each kind of mistake
SEAL = 16  # characters of the last seal: enough to compare with one that was noted elsewhere


def said(found: Found) -> tuple[bool, str]:
    """As a finding: (well, text)."""
    if found.well:
        last = f", the last seal is {found.last[:SEAL]}" if found.lines else ""
        return True, f"ledger: {found.lines} lines, whole{last}"
    wrong = [
        _some("broken at line", found.broken),
        _some("nothing was confirmed for line", found.unfounded),
        _some("not the sum of its lines:", [f"{account} ({unit})" for account, unit in found.wrong]),
        _some("not adding up to zero:", sorted(found.off)),
    ]
    return False, "ledger: " + "; ".join(filter(None, wrong)) + "; compare it with a backup"


def _some(what: str, found: Sequence[object]) -> str:
    more = f" and {len(found) - NAMED} more" if len(found) > NAMED else ""
    return f"{what} {', '.join(map(str, found[:NAMED]))}{more}" if found else ""
