"""The command line tells an operator what is wrong in one sentence."""

import socket
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.cli import main

PLACES = (
    "path,name,grid\nqs,青杉市,\nqs/hy,河沿街道,\nqs/hy/lx,柳溪社区,\nqs/hy/lx/xf,杏福苑,\nqs/hy/lx/xf/g1,第一网格,\n"
)

Sidan = Callable[..., Result]


@pytest.fixture
def sidan(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Sidan:
    """The command line, on a database that knows a few places."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SIDAN_DATABASE", f"sqlite:{tmp_path / 'sidan.db'}")
    monkeypatch.setenv("SIDAN_LOCALE", "en")
    Path("places.csv").write_text(PLACES, "utf-8")
    runner = CliRunner()
    assert runner.invoke(main, ["places", "places.csv"]).output == "5 places were read.\n"
    return lambda *words: runner.invoke(main, words)


def test_the_version_is_told_from_a_checkout_too(sidan: Sidan):
    assert sidan("--version").exit_code == 0


def test_an_invite_is_a_link(sidan: Sidan):
    assert "http://127.0.0.1:8000/?start=i-" in sidan("invite", "grid", "qs/hy/lx/xf/g1").output


@pytest.mark.parametrize(
    ("role", "place", "sentence"),
    [
        ("grid", "qs/hy/lx/xf", "The role grid is held at a grid, and qs/hy/lx/xf is a compound."),
        ("community", "qs/hy", "The role community is held at a community or a compound, and qs/hy is a street."),
        ("group", "qs/hy/lx", "The role group is held at a compound, and qs/hy/lx is a community."),
        ("grid", "qs/nowhere", "There is no place qs/nowhere."),
        ("grid", None, "This role is held at a place"),
    ],
)
def test_an_invite_to_where_a_role_cannot_be_held_is_refused(sidan: Sidan, role: str, place: str, sentence: str):
    said = sidan("invite", role, *filter(None, [place]))
    assert sentence in said.output
    assert said.exit_code == 1


def test_every_mistake_in_a_file_of_places_is_told_with_its_line(sidan: Sidan):
    Path("wrong.csv").write_text("path,name,grid\nQS,青杉市,\nqs/hy/lx/xf/1,1号楼,qs/hy/lx/xf/g9\n", "utf-8")
    said = sidan("places", "wrong.csv")
    assert "wrong.csv line 2, path: A place is written in small letters and digits" in said.output
    assert "qs/hy/lx/xf/1: there is no grid qs/hy/lx/xf/g9" in said.output
    assert said.exit_code == 1


def test_an_address_that_is_taken_is_named(sidan: Sidan, monkeypatch: pytest.MonkeyPatch):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        address = f"127.0.0.1:{taken.getsockname()[1]}"
        monkeypatch.setenv("SIDAN_LISTEN", address)
        said = sidan("run")
    assert f"Error: SIDAN_LISTEN: nobody can listen at {address}: Address already in use" in said.output
    assert said.exit_code == 1


def test_the_doctor_finds_what_is_wrong_with_a_policy_before_the_desk_starts_with_it(
    sidan: Sidan, monkeypatch: pytest.MonkeyPatch
):
    Path("policy.toml").write_text("[patience.ordinary]\nplaced = 10\n", "utf-8")
    monkeypatch.setenv("SIDAN_POLICY", "policy.toml")
    assert "BAD  policy: policy.toml: patience.ordinary.dispatched is missing" in sidan("doctor").output
