"""The kinds of change, as data: the version bump that each requires, and its sentence in reports.

The table in VERSIONING.md is a copy; a test keeps both equal.
"""

from __future__ import annotations

from dataclasses import dataclass

from generator.changes.grades import MAJOR, MINOR, PATCH


@dataclass(frozen=True, slots=True)
class Rule:
    """A kind of change: its grade, its meaning, and the sentence that reports it for one entry.

    A sentence may contain `{name}`, `{before}`, `{after}`, and `{part}` of its change.
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
        "A scope has a new name and a new identifier but the same facts.",
        "The scope {before} is now called {after}.",
    ),
    "scope-name-changed": Rule(
        MAJOR,
        "A scope has a new name but the same identifier.",
        "The scope {before} is now called {after}.",
    ),
    "scope-identifier-changed": Rule(
        MAJOR,
        "A scope has a new identifier but the same name.",
        "The scope {name} has a new name in code.",
    ),
    "scope-permits-changed": Rule(
        MINOR,
        "The description of what a scope permits changes.",
        "The scope {name} is now documented to permit: {after}. Before: {before}.",
    ),
    "scope-reworded": Rule(
        PATCH,
        "The summary, reach, or story of a scope is reworded.",
        "The {part} of the scope {name} is reworded.",
    ),
    "scopes-reordered": Rule(
        PATCH,
        "The order of the scopes changes, also in the URL.",
        "The order of the scopes changes, in lists and in the URL.",
    ),
    "required-parameter-added": Rule(
        MAJOR,
        "A parameter is added that the caller must set.",
        "Each authorization request must set {name}.",
    ),
    "optional-parameter-added": Rule(
        MINOR,
        "A parameter is added that the caller may omit.",
        "An authorization request may set {name}.",
    ),
    "constant-parameter-added": Rule(
        MINOR,
        "A parameter is added that always has the same value.",
        "The authorization URL now contains {name} with the value {after}.",
    ),
    "parameter-removed": Rule(
        MAJOR,
        "A parameter of the authorization URL is removed.",
        "The authorization URL no longer contains the parameter {name}.",
    ),
    "parameter-renamed": Rule(
        MAJOR,
        "A parameter has a new name but the same facts.",
        "The parameter {before} of the authorization URL is now called {after}.",
    ),
    "parameter-made-required": Rule(
        MAJOR,
        "An optional parameter becomes required.",
        "An authorization request can no longer omit {name}.",
    ),
    "parameter-made-optional": Rule(
        MINOR,
        "A required parameter becomes optional.",
        "An authorization request can now omit {name}.",
    ),
    "parameter-constant-changed": Rule(
        MAJOR,
        "The value of a constant parameter changes or is no longer constant.",
        "The authorization URL now sets {name} to {after} instead of {before}.",
    ),
    "parameter-default-added": Rule(
        MINOR,
        "A parameter gets a default.",
        "If {name} is omitted, {after} is sent.",
    ),
    "parameter-default-changed": Rule(
        MAJOR,
        "The default of a parameter changes.",
        "If {name} is omitted, {after} is sent instead of {before}.",
    ),
    "parameter-default-removed": Rule(
        MAJOR,
        "A parameter loses its default.",
        "If {name} is omitted, {before} is no longer sent for it.",
    ),
    "parameter-characters-changed": Rule(
        MAJOR,
        "A parameter accepts different characters.",
        "{name} now accepts different characters: {after} instead of {before}.",
    ),
    "parameter-reworded": Rule(
        PATCH,
        "The summary, example, or documented values of a parameter change.",
        "The {part} of the parameter {name} is reworded.",
    ),
    "parameters-reordered": Rule(
        PATCH,
        "The order of the parameters in the URL changes.",
        "The order of the parameters in the authorization URL changes.",
    ),
    "endpoint-url-changed": Rule(
        MAJOR,
        "The URL of the authorization endpoint changes.",
        "Users now log in at {after} instead of {before}.",
    ),
    "scope-separator-changed": Rule(
        MAJOR,
        "The character between scopes changes.",
        "Scopes are now separated by {after} instead of {before}.",
    ),
    "state-place-changed": Rule(
        MAJOR,
        "The component of the redirect that contains the state changes.",
        "The state is now returned in the {after} of the redirect, not in its {before}.",
    ),
    "variable-added": Rule(
        MAJOR,
        "A variable is added to the endpoint's URL.",
        "The URL of the endpoint now also depends on {name}: {after}",
    ),
    "variable-removed": Rule(
        MAJOR,
        "A variable is removed from the endpoint's URL.",
        "The URL of the endpoint no longer depends on {name}.",
    ),
    "variable-renamed": Rule(
        MAJOR,
        "A variable has a new identifier.",
        "The variable {before} of the endpoint's URL is now called {after}.",
    ),
    "variable-name-changed": Rule(
        PATCH,
        "A variable has a new name but the same identifier.",
        "The variable {before} of the endpoint's URL is now written {after}.",
    ),
    "variable-format-changed": Rule(
        MAJOR,
        "A variable accepts different values.",
        "{name} must now be written as {after} instead of {before}.",
    ),
    "variable-reworded": Rule(
        PATCH,
        "The summary or example of a variable changes.",
        "The {part} of {name} is reworded.",
    ),
    "variables-reordered": Rule(
        MAJOR,
        "The order of the variables changes, and so does the order of the arguments.",
        "The order of the variables in the endpoint's URL changes.",
    ),
    "answer-parameter-added": Rule(
        MINOR,
        "A response parameter is added.",
        "A response may now contain {name}: {after}",
    ),
    "answer-parameter-removed": Rule(
        MAJOR,
        "A response parameter is removed.",
        "A response is no longer documented to contain {name}.",
    ),
    "answer-parameter-made-required": Rule(
        MINOR,
        "A response parameter becomes required.",
        "A response with a token now always contains {name}.",
    ),
    "answer-parameter-made-optional": Rule(
        MAJOR,
        "A response parameter becomes optional.",
        "A response with a token may now omit {name}.",
    ),
    "answer-parameter-reworded": Rule(
        PATCH,
        "The summary of a response parameter is reworded.",
        "The {part} of {name} in the response is reworded.",
    ),
    "error-added": Rule(
        MINOR,
        "An error code of the response is added.",
        "The server may now report the error {name}: {after}",
    ),
    "error-removed": Rule(
        MINOR,
        "An error code of the response is removed.",
        "The server is no longer documented to report the error {name}.",
    ),
    "error-reworded": Rule(
        PATCH,
        "The cause or remedy of an error code is reworded.",
        "The {part} of the error {name} is reworded.",
    ),
    "host-added": Rule(
        MINOR,
        "A host for calls is added.",
        "API calls may now go to {name}: {after}",
    ),
    "host-removed": Rule(
        MINOR,
        "A host for calls is removed.",
        "API calls are no longer documented to go to {name}.",
    ),
    "host-reworded": Rule(
        PATCH,
        "The summary of a host for calls is reworded.",
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
        "A header of API calls has a new name but the same facts.",
        "API calls send the header {after} instead of {before}.",
    ),
    "header-value-changed": Rule(
        MAJOR,
        "The value of a header of API calls changes.",
        "API calls send the header {name} with the value {after} instead of {before}.",
    ),
    "header-reworded": Rule(
        PATCH,
        "The summary of a header is reworded.",
        "The {part} of the header {name} is reworded.",
    ),
    "failure-form-added": Rule(
        MINOR,
        "A form of error responses is added.",
        "The reason for a rejected call is now also read from {name}.",
    ),
    "failure-form-removed": Rule(
        MAJOR,
        "A form of error responses is removed.",
        "The reason for a rejected call is no longer read from {name}.",
    ),
    "failure-form-changed": Rule(
        MAJOR,
        "The names in a form of error responses change.",
        "The reason for a rejected call is read from different names in {name}.",
    ),
    "package-added": Rule(
        MINOR, "A package is added.", "There is a new package for {name}: {after}."
    ),
    "package-removed": Rule(
        MAJOR,
        "A package is removed.",
        "The package for {name}, {before}, is no longer generated.",
    ),
    "package-name-changed": Rule(
        MAJOR,
        "The distribution or module of a package has a new name.",
        "The {part} of the package for {name} is now called {after} instead of {before}.",
    ),
    "command-added": Rule(
        MINOR,
        "A package gets a command.",
        "The package for {name} now includes the command {after}.",
    ),
    "command-removed": Rule(
        MAJOR,
        "A package loses its command.",
        "The package for {name} no longer includes the command {before}.",
    ),
    "command-changed": Rule(
        MAJOR,
        "A command, or the prefix of its environment variables, has a new name.",
        "The {part} of the package for {name} is now called {after} instead of {before}.",
    ),
    "provider-id-changed": Rule(
        MAJOR,
        "The provider has a new id.",
        "The short name of the provider is now {after} instead of {before}.",
    ),
    "license-changed": Rule(
        MAJOR,
        "The license of the packages changes.",
        "The license of the packages is now {after} instead of {before}.",
    ),
    "words-added": Rule(
        PATCH,
        "A note, step, example, source, or open question is added.",
        'The documentation has a new {part}, "{after}".',
    ),
    "words-removed": Rule(
        PATCH,
        "A note, step, example, source, or open question is removed.",
        'The documentation no longer has the {part} "{before}".',
    ),
    "citation-changed": Rule(
        PATCH,
        "A fact cites a different source.",
        "The {part} {name} now cites a different source.",
    ),
    "words-of-entry-changed": Rule(
        PATCH,
        "A note, step, example, source, or open question is changed.",
        'The {part} "{after}" of the documentation is changed.',
    ),
    "words-changed": Rule(
        PATCH,
        "Other text of the documentation is changed.",
        "The documentation of {part} is changed.",
    ),
}
"""Each kind of change, in the order in which a report lists those of one grade."""
