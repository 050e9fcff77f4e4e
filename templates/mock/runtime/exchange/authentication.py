"""Decides whether a request is from the client that it names (RFC 6749 §2.3)."""

from __future__ import annotations

import hmac
from typing import Any

from oauthlib.common import Request

from ..provider import Provider
from ..registry import Application, Registry
from ..tokens import IssuedTokens
from ..validator import Validator
from .credentials import Credentials, credentials_of
from .facts import Basic


class AuthenticatingValidator(Validator):
    """Knows clients and their secrets. `methods` are the ways to authenticate, or empty if all are."""

    def __init__(
        self,
        provider: Provider,
        registry: Registry,
        tokens: IssuedTokens,
        basic: Basic,
        methods: tuple[str, ...] = (),
    ) -> None:
        super().__init__(provider, registry, tokens)
        self._basic = basic
        self._methods = methods

    def client_authentication_required(
        self, request: Request, *args: Any, **kwargs: Any
    ) -> bool:
        if self._methods == ("none",):
            return False
        sent = self._credentials(request)
        application = self._application(sent)
        is_public = application is not None and application.client_secret is None
        return sent.method != "none" or not is_public

    def authenticate_client(self, request: Request, *args: Any, **kwargs: Any) -> bool:
        sent = self._credentials(request)
        application = self._application(sent)
        if application is None or application.client_secret is None:
            return False
        allowed = self._methods or ("client_secret_basic", "client_secret_post")
        same = _is_same_text(application.client_secret, sent.client_secret or "")
        return sent.method in allowed and same and self._is(application, request)

    def authenticate_client_id(
        self, client_id: str, request: Request, *args: Any, **kwargs: Any
    ) -> bool:
        application = self._registry.application(client_id)
        if application is None or (self._methods and "none" not in self._methods):
            return False
        is_public = application.client_secret is None or self._methods == ("none",)
        return is_public and self._is(application, request)

    def _is(self, application: Application, request: Request) -> bool:
        given = request.client_id
        request.client = application
        request.client_id = application.client_id
        return given is None or given == application.client_id

    def _credentials(self, request: Request) -> Credentials:
        sent: Any = request
        header = sent.headers.get("Authorization")
        body = (sent.client_id, sent.client_secret)
        return credentials_of(header, body, self._basic)

    def _application(self, sent: Credentials) -> Application | None:
        if sent.client_id is not None:
            return self._registry.application(sent.client_id)
        secret = sent.client_secret or ""
        for one in self._registry.applications:
            if one.client_secret and _is_same_text(one.client_secret, secret):
                return one
        return None


def _is_same_text(known: str, given: str) -> bool:
    return hmac.compare_digest(known.encode(), given.encode())
