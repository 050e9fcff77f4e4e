"""The source that renews a stored login."""

from __future__ import annotations

from ...exchange.delivery import LOCKED_WAIT
from ...exchange.token_request import TokenRequest
from ...exchange.token_source import TokenSource
from ...store.login_store import Login, LoginStore, login_key
from ...store.token_store import Entry
from .application import Client, ExchangeApplication
from .asked import asked_before
from .sending import Sender


def stored_source(
    app: ExchangeApplication[Login, Client],
    client: Client,
    sender: Sender,
    logins: LoginStore[Login],
    entry: Entry[Login],
) -> TokenSource[Login]:
    """Return a source for a login of a client, which asks as the login did."""
    ask = app.flows[app.flow_of(entry)].ask(client, asked_before(app, entry))

    def send(request: TokenRequest[Login]) -> Login:
        return sender.send(request, LOCKED_WAIT)

    return TokenSource(
        client, app.token, ask, send, logins, login_key(entry), app.grace
    )
