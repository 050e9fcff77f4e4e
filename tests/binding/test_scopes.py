"""The enumeration of scopes."""

from __future__ import annotations

import pytest
from imagen_oauth import Scope

from tests.scopes import DOCUMENTED


def test_scopes_in_the_documented_order() -> None:
    assert tuple(scope.value for scope in Scope) == DOCUMENTED


@pytest.mark.parametrize("scope", Scope)
def test_scope_is_its_wire_name(scope: Scope) -> None:
    assert str(scope) == f"{scope}" == scope == scope.value
    assert Scope(scope.value) is scope
    names: dict[str, int] = {scope.value: 1}
    assert names[scope] == 1


@pytest.mark.parametrize("scope", Scope)
def test_scope_says_what_it_permits(scope: Scope) -> None:
    assert scope.summary and scope.reach and scope.story
    assert all(len(permit.split(" ", 1)) == 2 for permit in scope.permits)


def test_facts_of_one_scope() -> None:
    scope = Scope.ROLES
    assert scope.summary == "Look up users and groups."
    assert scope.permits == ("search for users", "search for groups")
    assert scope.reach == "Users and groups that the application's creator can see."
    assert scope.story == (
        "The application can view every user and group that its creator can see."
    )
