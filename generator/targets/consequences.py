"""What a change of the spec means for users of a package, in the terms of its language."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from generator.changes.changes import Change
from generator.model.provider import Parameter, Provider, Scope, Variable
from generator.model.sentences import Sentence, Value
from generator.model.text import Code

_NOTHING = "Nothing to do."
_WORDS = "Nothing to do: only texts change."
_SENT = "Nothing to edit, but your application sends different requests from now on."
_ONLY_TEXTS = "Nothing to edit, unless your code contains the old value."

CONSEQUENCES = {
    "scope-added": "Request it with {member}.",
    "scope-removed": "{was} is removed; remove it from your scopes.",
    "scope-renamed": "Write {member} instead of {was}.",
    "scope-name-changed": (
        "{member} stays and now requests {after}; if your code contains the name as a string, change it."
    ),
    "scope-identifier-changed": "Write {member} instead of {was}.",
    "scope-permits-changed": (
        "{member} stays; check that it is still the scope that you need."
    ),
    "scope-reworded": "Nothing to do: {member} works as before.",
    "scopes-reordered": "Nothing to do, unless you compare whole URLs.",
    "required-parameter-added": "Pass {argument} to each {request}.",
    "optional-parameter-added": "Nothing to do: {argument} is optional.",
    "constant-parameter-added": (
        "Nothing to do; remove it from {extra} if you added it there yourself."
    ),
    "parameter-removed": "{request} no longer accepts {argument}; remove it.",
    "parameter-renamed": _SENT,
    "parameter-made-required": "Pass {argument} to each {request}.",
    "parameter-made-optional": "You can omit {argument} from {request}.",
    "parameter-constant-changed": _SENT,
    "parameter-default-added": "Nothing to do if you pass {argument} yourself.",
    "parameter-default-changed": "To keep the old value, pass {argument} yourself.",
    "parameter-default-removed": "To keep the old value, pass {argument} yourself.",
    "parameter-characters-changed": "Check the values that you pass.",
    "parameter-reworded": _WORDS,
    "parameters-reordered": "Nothing to do, unless you compare whole URLs.",
    "endpoint-url-changed": (
        "Nothing to edit in your code, but check everything that allows or expects the old URL."
    ),
    "scope-separator-changed": _SENT,
    "state-place-changed": _NOTHING,
    "variable-added": "{request} has a new argument, {argument}, which each call must pass.",
    "variable-removed": "{request} no longer accepts {argument}; remove it.",
    "variable-renamed": "Write {argument} instead of {old_argument}.",
    "variable-name-changed": _NOTHING,
    "variable-format-changed": "Check the values that you pass as {argument}: other values are now rejected.",
    "variable-reworded": _WORDS,
    "variables-reordered": "Pass these arguments by name, or in the new order.",
    "answer-parameter-added": _NOTHING,
    "answer-parameter-removed": "Do not rely on it.",
    "answer-parameter-made-required": _NOTHING,
    "answer-parameter-made-optional": "Do not rely on it: the response may omit it.",
    "answer-parameter-reworded": _WORDS,
    "error-added": "{failure} can now report it; its hint says what to do.",
    "error-removed": "Nothing to do; code that handles it is never reached.",
    "error-reworded": _WORDS,
    "host-added": "If you use the host, add it to the hosts of your calls.",
    "host-removed": "Check whether your calls still reach it.",
    "host-reworded": _WORDS,
    "header-added": "Nothing to do if you use {headers}; otherwise, send it yourself.",
    "header-removed": "Nothing to do, unless your code reads it from {headers}.",
    "header-renamed": "Nothing to do, unless your code reads it from {headers}.",
    "header-value-changed": "Nothing to do if you use {headers}; otherwise, send the new value.",
    "header-reworded": _WORDS,
    "failure-form-added": "Nothing to do: {refused} has more details than before.",
    "failure-form-removed": "{refused} has fewer details than before; do not rely on its message.",
    "failure-form-changed": "Nothing to do, unless you read the API response yourself.",
    "package-added": _NOTHING,
    "package-removed": "Do not install or import it.",
    "package-name-changed": "Install {distribution} and import {module}.",
    "command-added": "To get it, install the extra {cli}.",
    "command-removed": "Do not call it.",
    "command-changed": "Change your scripts: call {command}, and start its variables with {prefix}.",
    "provider-id-changed": _ONLY_TEXTS,
    "license-changed": "Read the new terms.",
    "citation-changed": _WORDS,
    "words-added": _WORDS,
    "words-removed": _WORDS,
    "words-of-entry-changed": _WORDS,
    "words-changed": _WORDS,
}
"""What to do about each kind of change."""

_NO_ARGUMENT = {
    "parameter-removed": "Nothing to do: you never passed it.",
    "parameter-made-required": "Nothing to do: each request already contains it.",
    "parameter-made-optional": "Nothing to do: your requests do not change.",
}
"""What to do if the parameter is not an argument that callers must pass."""


@dataclass(frozen=True, slots=True)
class Terms:
    """A language's terms for the sentences.

    `names` are constant terms, and `packages` returns those for its own package. If a sentence does
    not fit the language, `sentences` contains another one for its rule.
    """

    language: str
    names: Mapping[str, Code]
    packages: Callable[[Provider], Mapping[str, Code]]
    member: Callable[[Scope], Code]
    variable: Callable[[Variable], Code]
    parameter: Callable[[Parameter], Code]
    sentences: Mapping[str, str] = field(default_factory=dict[str, str])


def consequence(change: Change, new: Provider, terms: Terms) -> Sentence | None:
    """Return what to do about a change, or None if it is about another language's package."""
    is_of_package = change.rule.startswith(("package-", "command-"))
    if is_of_package and change.name != terms.language:
        return None
    template = terms.sentences.get(change.rule, CONSEQUENCES[change.rule])
    subject = change.new or change.old
    if isinstance(subject, Parameter) and not _is_argument(change):
        template = _NO_ARGUMENT.get(change.rule, template)
    return Sentence(template, {"after": change.after, **_values(change, new, terms)})


def _is_argument(change: Change) -> bool:
    """Return whether the change affects an argument that callers pass."""
    if change.rule == "parameter-removed":
        return isinstance(change.old, Parameter) and change.old.constant is None
    return any(
        isinstance(one, Parameter) and one.is_required and one.name == "redirect_uri"
        for one in (change.old, change.new)
    )


def _values(change: Change, new: Provider, terms: Terms) -> dict[str, Value]:
    values: dict[str, Value] = {**terms.names, **terms.packages(new)}
    for suffix, entry in (("old", change.old), ("new", change.new)):
        if isinstance(entry, Scope):
            values["was" if suffix == "old" else "member"] = terms.member(entry)
        elif isinstance(entry, Variable):
            values.setdefault("old_argument", terms.variable(entry))
            values["argument"] = terms.variable(entry)
        elif isinstance(entry, Parameter):
            values["argument"] = terms.parameter(entry)
    return values
