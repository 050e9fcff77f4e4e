"""The command that writes a first spec and the settings that name it."""

from __future__ import annotations

import json
import re
from pathlib import Path

import click

from generator import pipeline
from generator.command import new_file, settings
from generator.command.console import UsageFault, filled, printed
from generator.importing.yaml_text import flow_style
from generator.reading import source
from generator.reading.diagnostics import SpecProblems

_ID = re.compile(r"[a-z][a-z0-9]{0,39}")

_SPEC = """\
# The OAuth 2.0 endpoints of a provider. The names are those of RFC 8414. Replace each value with the one in the
# provider's documentation; what you leave out has the default of the RFC.
format: 2
provider: {provider}

# The page that users log in at, and the URL that exchanges a code for a token.
authorization_endpoint: https://auth.{id}.example/authorize
token_endpoint:
  url: https://auth.{id}.example/token
  # How clients authenticate: client_secret_basic, client_secret_post, or none for apps without a secret.
  auth_methods: [client_secret_basic]

# authorization_code, client_credentials, device_code, or implicit.
grants: [authorization_code, client_credentials]

# Without scopes, callers can name any.
scopes:
  read: Read your data.
  write: Change your data.
"""

_SETTINGS = """\
# The specs, and the folder of what is generated from them.
spec = [{spec}]
out = "generated"
"""


@click.command(short_help="Write a first spec.")
@click.argument("id", metavar="ID")
@click.option(
    "--name", metavar="NAME", help="The provider's name.  [default: from the ID]"
)
@click.option(
    "--out",
    "-o",
    callback=filled,
    metavar="FILE",
    help="The spec to write.  [default: ID.yaml]",
)
@click.option("--force", is_flag=True, help="Overwrite FILE.")
def init(id: str, name: str | None, out: str | None, force: bool) -> None:
    """Write a first spec for the provider named ID, and the settings that name the spec.

    ID is a short name, such as acme: lowercase letters and digits, starting with a letter.
    """
    if not _ID.fullmatch(id):
        hint = re.sub(r"[^a-z0-9]", "", id.lower()).lstrip("0123456789")[:40]
        near = f"; write {hint}" if hint else ""
        message = f'the ID "{id}" is not valid: it must be lowercase letters and digits, starting with a letter'
        raise UsageFault(f"{message}{near}")
    place = out or f"{id}.yaml"
    new_file.refuse_existing(place, force)
    listed = settings.entry_of(place)
    new_file.write(place, _text(id, name or id.capitalize(), place))
    printed(f"wrote {place}")
    if listed is not None:
        entry, file = listed
        printed(f'add "{entry}" to spec in {file}')
    else:
        text = _SETTINGS.format(spec=json.dumps(place, ensure_ascii=False))
        new_file.write(settings.OWN_FILE, text)
        printed(f"wrote {settings.OWN_FILE}")
    program = click.get_current_context().find_root().info_name
    printed(f"edit {place}, and then run: {program} generate")


def _text(id: str, name: str, place: str) -> str:
    """Return the text of the spec. Raises UsageFault if it has a problem, as with some names and files."""
    text = _SPEC.format(id=id, provider=flow_style({"id": id, "name": name}))
    try:
        pipeline.spec_of(source.read(text.encode(), place), Path(place))
    except SpecProblems as found:
        one = found.diagnostics[0]
        subject = f"{one.path}: " if one.path else f"{place}: "
        raise UsageFault(f"{subject}{one.message}; {one.hint}") from found
    return text
