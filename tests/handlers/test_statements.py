"""What a turn at the desk looks up, it looks up once."""

from collections import Counter
from typing import Any

import pytest

from storage.together import SqliteTx
from tests.handlers.neighbour import Neighbour

LEAK = "3号楼1单元水管漏水"


@pytest.fixture
def looked_up(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """Every look-up for one row, and how often it was asked."""
    found: Counter[str] = Counter()
    ask = SqliteTx.one

    async def counted(tx: SqliteTx, sql: str, /, **values: Any) -> Any:
        found[sql.partition("FROM ")[2].split()[0]] += 1
        return await ask(tx, sql, **values)

    monkeypatch.setattr(SqliteTx, "one", counted)
    return found


@pytest.mark.usefixtures("zhou")
@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
async def test_a_report_asks_once_a_turn_whether_somebody_agreed(zhao: Neighbour, looked_up: Counter[str]):
    await zhao.reports(LEAK)
    await zhao.says("/report")
    looked_up.clear()
    await zhao.says(LEAK)
    assert (looked_up["consents"], looked_up["talks"]) == (1, 1)
    looked_up.clear()
    await zhao.taps("Send")
    assert (looked_up["consents"], looked_up["talks"]) == (1, 1)
