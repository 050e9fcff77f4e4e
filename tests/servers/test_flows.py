"""Each grant and each way to authenticate, at servers that this project did not write."""

from __future__ import annotations

import threading
import time

import httpx
import pytest

from tests.servers.application import SECRET, App, Package, Server


def test_code_is_exchanged_for_a_token_that_works(app: App) -> None:
    token = app.log_in()
    assert token.scopes == {app.server.scope}
    assert token.expires_in == app.server.expires_in
    assert token.has_refresh_token
    assert app.call(token) == 200


def test_response_of_another_server_is_rejected(app: App) -> None:
    request = app.request()
    redirect = app.approved(request)
    assert "&iss=https%3A%2F%2Fidp.example" in redirect
    wrong = {
        "issuer_mismatch": redirect.replace("idp.example", "evil.example"),
        "issuer_missing": redirect.partition("&iss=")[0],
    }
    for code, uri in wrong.items():
        with pytest.raises(app.package.OAuthError) as caught:
            request.parse_redirect(uri)
        assert caught.value.code == code


def test_error_in_the_redirect_is_read(package: Package, oidc: Server) -> None:
    """This server requires a challenge."""
    app = App(package, oidc, "basic")
    request = app.request()
    without = request.url.partition("&code_challenge=")[0]
    with pytest.raises(app.package.AuthorizationError) as caught:
        request.parse_redirect(oidc.decide(without, "approve"))
    assert caught.value.error == "invalid_request"


def test_code_needs_the_verifier_of_its_request(app: App) -> None:
    request = app.request()
    redirect = app.approved(request)
    state = httpx.URL(request.url).params["state"]
    other = app.request(state=state)
    code = other.parse_redirect(redirect)
    assert app.denied(app.client.token_request(code)) == "invalid_grant"


def test_request_that_was_kept_in_a_session_goes_on(app: App) -> None:
    request = app.request()
    pending = request.pending()
    resumed = app.client.resume(pending)
    code = resumed.parse_redirect(app.approved(request))
    assert app.call(app.send(app.client.token_request(code))) == 200


def test_user_who_cancels_is_an_error(app: App) -> None:
    request = app.request()
    with pytest.raises(app.package.AuthorizationError) as caught:
        request.parse_redirect(app.server.decide(request.url, "cancel"))
    assert caught.value.error == "access_denied"


def test_code_works_once(app: App) -> None:
    request = app.request()
    code = request.parse_redirect(app.approved(request))
    token = app.send(app.client.token_request(code))
    assert app.denied(app.client.token_request(code)) == "invalid_grant"
    if app.server.revokes:
        assert app.denied(app.client.refresh_request(token)) == "invalid_grant"


def test_refresh_token_works_once(app: App) -> None:
    first = app.log_in()
    second = app.send(app.client.refresh_request(first))
    third = app.send(app.client.refresh_request(second))
    secrets = {one.reveal_refresh_token() for one in (first, second, third)}
    assert len(secrets) == 3
    assert app.call(third) == 200
    assert app.denied(app.client.refresh_request(second)) == "invalid_grant"
    if app.server.revokes:
        assert app.denied(app.client.refresh_request(third)) == "invalid_grant"


def test_threads_refresh_once(app: App) -> None:
    token = app.log_in()
    old = app.token(token.reveal(), token.reveal_refresh_token(), time.time() - 700)
    found: list[str] = []
    with httpx.Client() as client:
        store = app.stores.MemoryStore()
        source = app.http.token_source(app.client, client, store, "ada")
        source.save(old)
        threads = [
            threading.Thread(target=lambda: found.append(source.token().reveal()))
            for _ in range(20)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(found) == 20
        assert len(set(found)) == 1
        assert found[0] != token.reveal()
        assert app.call(source) == 200


def test_rejected_token_is_renewed_during_a_call(app: App) -> None:
    unknown = app.token("unknown", app.log_in().reveal_refresh_token(), time.time())
    with httpx.Client() as client:
        store = app.stores.MemoryStore()
        source = app.http.token_source(app.client, client, store, "ada")
        source.save(unknown)
        assert app.call(source) == 200
        assert source.token().reveal() != "unknown"


def test_client_gets_a_token_for_itself(confidential: App) -> None:
    request = confidential.client.client_credentials_request(scopes=["read"])
    token = confidential.send(request)
    assert (token.scopes, token.has_refresh_token) == ({"read"}, False)


def test_wrong_secret_is_denied(confidential: App) -> None:
    wrong = confidential.with_secret(confidential.client.client_id, SECRET + "x")
    request = wrong.client_credentials_request(scopes=["read"])
    assert confidential.denied(request) == "invalid_client"


def test_revoked_token_ends(app: App) -> None:
    token = app.log_in()
    app.send(app.client.revocation_request(token))
    assert app.denied(app.client.refresh_request(token)) == "invalid_grant"
    access = app.client.revocation_request(token, token_type_hint="access_token")
    app.send(access)
    with pytest.raises(app.package.ApiError) as caught:
        app.call(token)
    assert (caught.value.status, caught.value.error) == (401, "invalid_token")
    # A token that the server no longer knows (RFC 7009 §2.2).
    app.send(access)


def test_user_logs_in_on_another_device(app: App) -> None:
    scope = app.server.scope
    login = app.send(app.client.device_request(scopes=[scope]))
    assert login.verification_uri.endswith("/device")
    with pytest.raises(app.package.DevicePendingError) as caught:
        app.send(login.poll_request())
    assert caught.value.code == "authorization_pending"
    app.server.decide_device(login.user_code, "approve")
    token = app.send(login.poll_request())
    assert token.scopes == {scope}
    assert app.call(token) == 200
    # RFC 8628 does not say which error a used code has.
    assert app.denied(login.poll_request()) in ("invalid_grant", "invalid_request")


def test_user_denies_a_device(app: App) -> None:
    login = app.send(app.client.device_request(scopes=[app.server.scope]))
    app.server.decide_device(login.user_code, "cancel")
    with pytest.raises(app.package.DeviceError) as caught:
        app.send(login.poll_request())
    assert caught.value.code == "access_denied"


def test_device_that_polls_too_often_slows_down(
    package: Package, authlib: Server
) -> None:
    """The other server does not ask for that."""
    app = App(package, authlib, "public")
    login = app.send(app.client.device_request(scopes=["read"]))
    paces = list[tuple[str, float]]()
    for _ in range(3):
        with pytest.raises(app.package.DevicePendingError) as caught:
            app.send(login.poll_request())
        paces.append((caught.value.code, caught.value.interval))
    assert paces == [
        ("authorization_pending", 5),
        ("slow_down", 10),
        ("slow_down", 15),
    ]
