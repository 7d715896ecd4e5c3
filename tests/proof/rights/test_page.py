"""The page of rights and the product's table say the same, in both directions."""

import pytest

from domain.rights import APART, RIGHTS
from tests.proof.plugin import Figure
from tests.proof.rights.page import KNOWN, ROLES, apart, page, read, rights, rows

HOW = "the page of rights, written a second time, compared with the table in both directions"


@pytest.mark.proves("Nobody is exposed", HOW)
def test_the_table_grants_what_the_page_grants_and_what_is_said_to_be_beyond_it_and_nothing_else(figure: Figure):
    table = {action: {(str(role), str(one)) for role, found in who.items() for one in found}
             for action, who in RIGHTS.items()}  # fmt: skip
    assert table == rights()
    kept = {action: frozenset(map(str, standings)) for action, standings in APART.items()}
    assert kept == apart()
    figure("actions of the page", f"{len(page())}")
    figure("actions beyond it, each with its reason", f"{len(rights()) - len(page())}")
    figure("duties kept apart", f"{sum(len(found) for found in apart().values())}")


def test_every_line_beyond_the_page_adds_something_and_says_why():
    for action, who, why in rows("beyond.txt"):
        assert why.strip(), action
        assert read(who) - page().get(action, set()) == read(who), f"{action} stands on the page already"
    assert set(apart()) <= set(rights())


def test_every_letter_of_the_page_is_a_role_and_a_relation():
    for action, pairs in rights().items():
        assert all(role in ROLES and relation in "osax" for role, relation in pairs), action
    assert len(KNOWN) == len(ROLES) - 2
