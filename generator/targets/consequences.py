"""What a change of the spec means for someone who uses a package, in the terms of its language."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from generator.changes.changes import Change
from generator.model.provider import Parameter, Provider, Scope, Variable
from generator.model.sentences import Sentence, Value
from generator.model.text import Code

_NOTHING = "Nothing to do."
_WORDS = "Nothing to do: only words change."
_SENT = "Nothing to edit, but the requests of your application are others from now on."
_ONLY_TEXTS = "Nothing to edit, unless your code names them."

CONSEQUENCES = {
    "scope-added": "Ask for it with {member}.",
    "scope-removed": "{was} is gone; take it out of your scopes.",
    "scope-renamed": "Write {member} instead of {was}.",
    "scope-name-changed": (
        "{member} stays and now asks for {after}; where you wrote the name as text, change it."
    ),
    "scope-identifier-changed": "Write {member} instead of {was}.",
    "scope-permits-changed": (
        "{member} stays; look whether it is still the scope that you need."
    ),
    "scope-reworded": "Nothing to do: {member} works as before.",
    "scopes-reordered": "Nothing to do, unless you compare whole URLs.",
    "required-parameter-added": "Give {argument} to each {request}.",
    "optional-parameter-added": "Nothing to do: you can leave {argument} out.",
    "constant-parameter-added": (
        "Nothing to do; take it out of {extra} if you added it there yourself."
    ),
    "parameter-removed": "{request} no longer takes {argument}; leave it out.",
    "parameter-renamed": _SENT,
    "parameter-made-required": "Give {argument} to each {request}.",
    "parameter-made-optional": "You may leave {argument} out of {request}.",
    "parameter-constant-changed": _SENT,
    "parameter-default-added": "Nothing to do where you give {argument} yourself.",
    "parameter-default-changed": "To keep the old value, give {argument} yourself.",
    "parameter-default-removed": "To keep the old value, give {argument} yourself.",
    "parameter-characters-changed": "Look at the values that you give.",
    "parameter-reworded": _WORDS,
    "parameters-reordered": "Nothing to do, unless you compare whole URLs.",
    "endpoint-url-changed": (
        "Nothing to edit in your code, but look at what allows or expects the old address."
    ),
    "scope-separator-changed": _SENT,
    "state-place-changed": _NOTHING,
    "variable-added": "{request} takes {argument} as a further argument, which each call has to give.",
    "variable-removed": "{request} no longer takes {argument}; leave it out.",
    "variable-renamed": "Write {argument} instead of {old_argument}.",
    "variable-name-changed": _NOTHING,
    "variable-format-changed": "Look at what you give for {argument}: other values are refused now.",
    "variable-reworded": _WORDS,
    "variables-reordered": "Give these arguments by name, or in the new order.",
    "answer-parameter-added": _NOTHING,
    "answer-parameter-removed": "Do not rely on it any more.",
    "answer-parameter-made-required": _NOTHING,
    "answer-parameter-made-optional": "Do not rely on it: the token may come without.",
    "answer-parameter-reworded": _WORDS,
    "error-added": ("{failure} may have it as its error; its hint says what to do."),
    "error-removed": "Nothing to do; code that waits for it is never reached.",
    "error-reworded": _WORDS,
    "host-added": "Name the host among the hosts of your calls, if you use it.",
    "host-removed": "Look whether your calls still reach it.",
    "host-reworded": _WORDS,
    "header-added": "Nothing to do where you use {headers}; else send it yourself.",
    "header-removed": "Nothing to do, unless your code reads it from {headers}.",
    "header-renamed": "Nothing to do, unless your code reads it from {headers}.",
    "header-value-changed": "Nothing to do where you use {headers}; else send the new value.",
    "header-reworded": _WORDS,
    "failure-form-added": "Nothing to do: {refused} says more than before.",
    "failure-form-removed": "{refused} says less than before; do not rely on its message.",
    "failure-form-changed": "Nothing to do, unless you read the answer yourself.",
    "package-added": _NOTHING,
    "package-removed": "Do not install or import it any more.",
    "package-name-changed": "Install {distribution} and import {module}.",
    "command-added": "Install the extra {cli} to have it.",
    "command-removed": "Do not call it any more.",
    "command-changed": "Change your scripts: call {command}, and begin its variables with {prefix}.",
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
    "parameter-removed": "Nothing to do: you never gave it.",
    "parameter-made-required": "Nothing to do: it is in each request already.",
    "parameter-made-optional": "Nothing to do: your requests stay as they are.",
}
"""The same where the argument is none that callers have to give."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What a language calls the things that the sentences speak of.

    `names` are its words for what does not vary, `packages` those for its own package. Where a
    sentence does not fit the language, `sentences` has another for its rule.
    """

    language: str
    names: Mapping[str, Code]
    packages: Callable[[Provider], Mapping[str, Code]]
    member: Callable[[Scope], Code]
    variable: Callable[[Variable], Code]
    parameter: Callable[[Parameter], Code]
    sentences: Mapping[str, str] = field(default_factory=dict[str, str])


def consequence(change: Change, new: Provider, terms: Terms) -> Sentence | None:
    """Return what to do about a change, or None where it is about another language's package."""
    is_of_package = change.rule.startswith(("package-", "command-"))
    if is_of_package and change.name != terms.language:
        return None
    template = terms.sentences.get(change.rule, CONSEQUENCES[change.rule])
    subject = change.new or change.old
    if isinstance(subject, Parameter) and not _is_argument(change):
        template = _NO_ARGUMENT.get(change.rule, template)
    return Sentence(template, {"after": change.after, **_values(change, new, terms)})


def _is_argument(change: Change) -> bool:
    """Return whether a parameter is an argument that the change makes callers give or not."""
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
