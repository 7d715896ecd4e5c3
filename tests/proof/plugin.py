"""The part of pytest that knows about proofs: a mark, a size, and the page that is written at the end.

A test that proves something says what, and records the figures it measured:

    @pytest.mark.proves("Nothing said is lost, nothing is done twice", "killed at random moments while 50 report")
    async def test_...(figure: Figure, size: Size):
        kills = size.pick(5, 40, 500)
        ...
        figure("kills", f"{kills:,}")

Tests with the same mark, as those of one parametrized function, share a row of the page.
"""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.proof.page import Outcome, Page
from tests.proof.sizes import NAMES, Size

PROMISES = (
    "Nothing said is lost, nothing is done twice",
    "Nothing waits for ever",
    "Nobody is exposed",
    "Nobody is buried",
    "It keeps up",
    "Every check can fail",
)

Figure = Callable[[str, object], None]


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("proof")
    group.addoption("--size", choices=NAMES, default="small", help="how much is tried by what proves a promise")
    group.addoption("--proof", type=Path, help="write what was proven to this page and the .json beside it")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "proves(promise, how): the test makes a promise a figure")
    if config.getoption("--proof") and not hasattr(config, "workerinput"):
        config.pluginmanager.register(Writer(config.getoption("--proof"), config.getoption("--size")), "proof-writer")


def tried_everything(session: pytest.Session) -> bool:
    """Whether nobody has chosen some of the tests, and no failure has ended the run early."""
    chosen = session.config.args_source is not pytest.Config.ArgsSource.TESTPATHS or session.config.option.keyword
    return not (chosen or session.shouldfail or session.shouldstop)


@pytest.fixture(scope="session")
def size(request: pytest.FixtureRequest) -> Size:
    return Size(request.config.getoption("--size"))


@pytest.fixture
def figure(request: pytest.FixtureRequest) -> Figure:
    """`figure("kills", "500")`: one figure of what this test measured; name and value stand in the page."""

    def record(name: str, value: object) -> None:
        request.node.user_properties.append(("figure", [name, str(value)]))

    return record


@pytest.fixture(autouse=True)
def _what_it_proves(request: pytest.FixtureRequest) -> None:
    mark = request.node.get_closest_marker("proves")
    if mark is None:
        return
    promise, how = mark.args
    assert promise in PROMISES, f"no such promise: {promise}"
    request.node.user_properties.append(("proves", [promise, how]))


class Writer:
    """Collects, in the process that hands out the tests, what each of them measured."""

    def __init__(self, file: Path, size: str) -> None:
        self.file, self.size = file, size
        self.outcomes: dict[str, Outcome] = {}

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        told: list[tuple[str, list[str]]] = [(name, value) for name, value in report.user_properties]  # type: ignore[misc]
        given = [value for name, value in told if name == "proves"]
        if not given:
            return
        promise, how = given[0]
        figures = [(value[0], value[1]) for name, value in told if name == "figure"]
        outcome = self.outcomes.setdefault(report.nodeid, Outcome(report.nodeid, promise, how))
        if figures:
            outcome.figures = figures
        outcome.holds = outcome.holds and not report.failed
        outcome.skipped = outcome.skipped or report.skipped

    def pytest_sessionfinish(self, session: pytest.Session, exitstatus: int) -> None:
        page = Page.read(self.file)
        everything = exitstatus in (0, 1) and tried_everything(session)
        page.take(self.size, list(self.outcomes.values()), everything=everything)
        page.write(PROMISES)
