"""The kinds of change, as data: how much each takes from a version, and what is said of it.

The table of VERSIONING.md is this one; a test holds both equal.
"""

from __future__ import annotations

from dataclasses import dataclass

from generator.changes.grades import MAJOR, MINOR, PATCH


@dataclass(frozen=True, slots=True)
class Rule:
    """A kind of change: its grade, what it is, and the sentence that says so of one entry.

    A sentence may hold `{name}`, `{before}`, `{after}` and `{part}` of its change.
    """

    grade: str
    meaning: str
    sentence: str


RULES: dict[str, Rule] = {
    "scope-added": Rule(MINOR, "A scope is added.", "The scope {name} is new: {after}"),
    "scope-removed": Rule(
        MAJOR, "A scope is removed.", "The scope {name} is no longer documented."
    ),
    "scope-renamed": Rule(
        MAJOR,
        "A scope has another name and another identifier, and the same facts.",
        "The scope {before} is now called {after}.",
    ),
    "scope-name-changed": Rule(
        MAJOR,
        "A scope has another name, and the same identifier.",
        "The scope {before} is now called {after}.",
    ),
    "scope-identifier-changed": Rule(
        MAJOR,
        "A scope has another identifier, and the same name.",
        "The scope {name} has another name in code.",
    ),
    "scope-permits-changed": Rule(
        MINOR,
        "What a scope permits is described otherwise.",
        "The scope {name} is now said to permit: {after}. Before: {before}.",
    ),
    "scope-reworded": Rule(
        PATCH,
        "The summary, the reach or the story of a scope is reworded.",
        "The {part} of the scope {name} is reworded.",
    ),
    "scopes-reordered": Rule(
        PATCH,
        "The scopes stand in another order, and so in the URL.",
        "The scopes stand in another order, in lists and in the URL.",
    ),
    "required-parameter-added": Rule(
        MAJOR,
        "A parameter is added that the caller has to give.",
        "Each authorization request has to give {name}.",
    ),
    "optional-parameter-added": Rule(
        MINOR,
        "A parameter is added that the caller may leave out.",
        "An authorization request may give {name}.",
    ),
    "constant-parameter-added": Rule(
        MINOR,
        "A parameter is added that always has the same value.",
        "The authorize URL now holds {name} with the value {after}.",
    ),
    "parameter-removed": Rule(
        MAJOR,
        "A parameter of the authorize URL is removed.",
        "The authorize URL no longer has the parameter {name}.",
    ),
    "parameter-renamed": Rule(
        MAJOR,
        "A parameter has another name, and the same facts.",
        "The parameter {before} of the authorize URL is now called {after}.",
    ),
    "parameter-made-required": Rule(
        MAJOR,
        "A parameter that could be left out is required.",
        "{name} can no longer be left out of an authorization request.",
    ),
    "parameter-made-optional": Rule(
        MINOR,
        "A parameter that was required can be left out.",
        "{name} can now be left out of an authorization request.",
    ),
    "parameter-constant-changed": Rule(
        MAJOR,
        "The value of a constant parameter is another, or is no longer constant.",
        "The authorize URL now gives {name} as {after}, no longer as {before}.",
    ),
    "parameter-default-added": Rule(
        MINOR,
        "A parameter without a default has one.",
        "Where {name} is left out, {after} is sent.",
    ),
    "parameter-default-changed": Rule(
        MAJOR,
        "The default of a parameter is another.",
        "Where {name} is left out, {after} is sent, no longer {before}.",
    ),
    "parameter-default-removed": Rule(
        MAJOR,
        "A parameter loses its default.",
        "Where {name} is left out, {before} is no longer sent for it.",
    ),
    "parameter-characters-changed": Rule(
        MAJOR,
        "A parameter takes other characters.",
        "{name} is now documented to hold other characters: {after}, no longer {before}.",
    ),
    "parameter-reworded": Rule(
        PATCH,
        "The summary, the example or the documented values of a parameter are others.",
        "The {part} of the parameter {name} is reworded.",
    ),
    "parameters-reordered": Rule(
        PATCH,
        "The parameters stand in another order in the URL.",
        "The parameters of the authorize URL stand in another order.",
    ),
    "endpoint-url-changed": Rule(
        MAJOR,
        "The authorization endpoint has another URL.",
        "People now sign in at {after}, no longer at {before}.",
    ),
    "scope-separator-changed": Rule(
        MAJOR,
        "Another character separates scopes.",
        "Scopes are now separated by {after}, no longer by {before}.",
    ),
    "state-place-changed": Rule(
        MAJOR,
        "Another component of the redirect has the state.",
        "The state is now returned in the {after} of the redirect, not in its {before}.",
    ),
    "variable-added": Rule(
        MAJOR,
        "A variable is added to the endpoint's URL.",
        "The address of the endpoint now depends on {name} too: {after}",
    ),
    "variable-removed": Rule(
        MAJOR,
        "A variable is removed from the endpoint's URL.",
        "The address of the endpoint no longer depends on {name}.",
    ),
    "variable-renamed": Rule(
        MAJOR,
        "A variable has another identifier.",
        "The variable {before} of the endpoint's address is now called {after}.",
    ),
    "variable-name-changed": Rule(
        PATCH,
        "A variable has another name, and the same identifier.",
        "The variable {before} of the endpoint's address is now written {after}.",
    ),
    "variable-format-changed": Rule(
        MAJOR,
        "A variable takes other values.",
        "{name} now has to be written as {after}, no longer as {before}.",
    ),
    "variable-reworded": Rule(
        PATCH,
        "The summary or the example of a variable is another.",
        "The {part} of {name} is reworded.",
    ),
    "variables-reordered": Rule(
        MAJOR,
        "The variables stand in another order, and so do the arguments.",
        "The variables of the endpoint's address stand in another order.",
    ),
    "answer-parameter-added": Rule(
        MINOR,
        "A parameter of the answer is added.",
        "An answer may now hold {name}: {after}",
    ),
    "answer-parameter-removed": Rule(
        MAJOR,
        "A parameter of the answer is removed.",
        "An answer is no longer documented to hold {name}.",
    ),
    "answer-parameter-made-required": Rule(
        MINOR,
        "A parameter of the answer is always there.",
        "An answer with a token always holds {name} now.",
    ),
    "answer-parameter-made-optional": Rule(
        MAJOR,
        "A parameter of the answer may be missing.",
        "An answer with a token may now lack {name}.",
    ),
    "answer-parameter-reworded": Rule(
        PATCH,
        "The summary of a parameter of the answer is reworded.",
        "The {part} of {name} in the answer is reworded.",
    ),
    "error-added": Rule(
        MINOR,
        "An error code of the answer is added.",
        "The server may now answer with the error {name}: {after}",
    ),
    "error-removed": Rule(
        MINOR,
        "An error code of the answer is removed.",
        "The server is no longer documented to answer with the error {name}.",
    ),
    "error-reworded": Rule(
        PATCH,
        "The cause or the remedy of an error code is reworded.",
        "The {part} of the error {name} is reworded.",
    ),
    "host-added": Rule(
        MINOR,
        "A kind of host that takes calls is added.",
        "API calls may now go to {name}: {after}",
    ),
    "host-removed": Rule(
        MINOR,
        "A kind of host that takes calls is removed.",
        "API calls are no longer documented to go to {name}.",
    ),
    "host-reworded": Rule(
        PATCH,
        "The summary of a kind of host is reworded.",
        "The {part} of the host {name} is reworded.",
    ),
    "header-added": Rule(
        MINOR,
        "A header of API calls is added.",
        "API calls now send the header {name}.",
    ),
    "header-removed": Rule(
        MAJOR,
        "A header of API calls is removed.",
        "API calls no longer send the header {name}.",
    ),
    "header-renamed": Rule(
        MAJOR,
        "A header of API calls has another name, and the same facts.",
        "API calls send the header {after} instead of {before}.",
    ),
    "header-value-changed": Rule(
        MAJOR,
        "A header of API calls has another value.",
        "API calls send the header {name} as {after}, no longer as {before}.",
    ),
    "header-reworded": Rule(
        PATCH,
        "The summary of a header is reworded.",
        "The {part} of the header {name} is reworded.",
    ),
    "failure-form-added": Rule(
        MINOR,
        "A form in which calls are refused is added.",
        "The reason of a refused call is now read from {name} too.",
    ),
    "failure-form-removed": Rule(
        MAJOR,
        "A form in which calls are refused is removed.",
        "The reason of a refused call is no longer read from {name}.",
    ),
    "failure-form-changed": Rule(
        MAJOR,
        "A form in which calls are refused has other names.",
        "The reason of a refused call is read from other names in {name}.",
    ),
    "package-added": Rule(
        MINOR, "A package is added.", "There is a new package for {name}: {after}."
    ),
    "package-removed": Rule(
        MAJOR,
        "A package is removed.",
        "The package for {name}, {before}, is no longer made.",
    ),
    "package-name-changed": Rule(
        MAJOR,
        "The distribution or the module of a package has another name.",
        "The {part} of the package for {name} is now called {after}, no longer {before}.",
    ),
    "command-added": Rule(
        MINOR,
        "A package brings a command, which it did not.",
        "The package for {name} now brings the command {after}.",
    ),
    "command-removed": Rule(
        MAJOR,
        "A package no longer brings a command.",
        "The package for {name} no longer brings the command {before}.",
    ),
    "command-changed": Rule(
        MAJOR,
        "A command, or what its environment variables begin with, has another name.",
        "The {part} of the package for {name} is now called {after}, no longer {before}.",
    ),
    "provider-id-changed": Rule(
        MAJOR,
        "The provider has another id.",
        "The short name of the provider is now {after}, no longer {before}.",
    ),
    "license-changed": Rule(
        MAJOR,
        "The packages have another licence.",
        "The packages are now under {after}, no longer under {before}.",
    ),
    "words-added": Rule(
        PATCH,
        "A note, step, example, source or open question is added.",
        'The documentation has a new {part}, "{after}".',
    ),
    "words-removed": Rule(
        PATCH,
        "A note, step, example, source or open question is removed.",
        'The documentation no longer has the {part} "{before}".',
    ),
    "citation-changed": Rule(
        PATCH,
        "A fact cites another place.",
        "What is said of the {part} {name} now cites another place.",
    ),
    "words-of-entry-changed": Rule(
        PATCH,
        "A note, step, example, source or open question is changed.",
        'The {part} "{after}" of the documentation is changed.',
    ),
    "words-changed": Rule(
        PATCH,
        "Other words of the documentation are changed.",
        "The documentation of {part} is changed.",
    ),
}
"""Each kind of change. The order is that in which a report lists those of one grade."""
