"""What a change of the spec means for users of a package, in the terms of its language."""

from __future__ import annotations

from generator.changes.table import RULES
from generator.changes.walk import Change
from generator.model.endpoints import Parameter, Role, Variable
from generator.model.facts import Scope
from generator.model.provider import Package, Provider
from generator.model.sentences import Sentence, Value
from generator.model.text import Code
from generator.targets.language import Language


def consequence(
    change: Change, old: Provider, new: Provider, language: Language
) -> Sentence | None:
    """Return what users do about a change, or None if it does not concern their package."""
    package = new.packages.named(language.key) or old.packages.named(language.key)
    is_of_package = change.rule.startswith(("package-", "command-"))
    if package is None or (is_of_package and change.name != language.key):
        return None
    rule = RULES[change.rule]
    template = language.terms.sentences.get(change.rule, rule.consequence)
    if rule.without_argument and not _is_argument(change):
        template = rule.without_argument
    values: dict[str, Value] = {
        "after": change.after,
        **language.terms.names,
        **_package(package),
        **_entries(change, language),
    }
    return Sentence(template, values)


def _is_argument(change: Change) -> bool:
    """Return whether callers pass, or passed, the changed parameter as an argument."""
    if change.rule == "parameter-removed":
        return isinstance(change.old, Parameter) and change.old.constant is None
    # The request provides all the others itself, or always requires them.
    return any(
        isinstance(one, Parameter) and one.is_required and one.role is Role.REDIRECT_URI
        for one in (change.old, change.new)
    )


def _package(package: Package) -> dict[str, Code]:
    return {
        "distribution": Code(package.distribution),
        "module": Code(package.module),
        "command": Code(package.command or ""),
        "prefix": Code(package.environment or ""),
    }


def _entries(change: Change, language: Language) -> dict[str, Code]:
    """Return the terms for the entry that changed; those of the old one begin with `old_`."""
    old, new = (_entry(one, language) for one in (change.old, change.new))
    return {**old, **new, **{f"old_{key}": value for key, value in old.items()}}


def _entry(entry: object, language: Language) -> dict[str, Code]:
    if isinstance(entry, Scope):
        return {"member": language.terms.member(entry)}
    if isinstance(entry, Variable):
        return {"argument": language.argument(entry)}
    if isinstance(entry, Parameter):
        return {"argument": language.spelling.name(entry.name)}
    return {}
