"""Runs oidc-provider in Node.js, and logs a user in at its pages."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import httpx

from tests.servers.application import Server

CLIENTS = {"basic": "app/1 x", "post": "app-post", "public": "app-public"}
_SCRIPT = Path(__file__).with_suffix(".mjs")
_ACTION = re.compile(r'action="([^"]+)"')
_PROMPT = re.compile(r'name="prompt" value="(\w+)"')
_HIDDEN = re.compile(r'type="hidden" name="(\w+)" value="([^"]*)"')
_LONGEST = 10
"""Pages and redirects of a login."""


@contextmanager
def running(redirect_uris: Sequence[str]) -> Generator[Server]:
    """Run the server, which prints its port."""
    with subprocess.Popen(
        ["node", str(_SCRIPT), *redirect_uris],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:
        assert process.stdout is not None
        host = f"127.0.0.1:{int(process.stdout.readline())}"
        try:
            yield Server(
                host,
                CLIENTS,
                "openid",
                600,
                True,
                partial(_decided, host),
                partial(_decide_device, host),
            )
        finally:
            process.kill()


def _decided(host: str, url: str, decision: str) -> str:
    redirect_uri = httpx.URL(url).params["redirect_uri"]
    with httpx.Client() as browser:
        page = browser.get(url)
        for _ in range(_LONGEST):
            if page.is_redirect:
                target = httpx.URL(url).join(page.headers["Location"])
                if str(target).startswith(redirect_uri):
                    return str(target)
                page = browser.get(_at(target, host))
                continue
            action, prompt = _ACTION.search(page.text), _PROMPT.search(page.text)
            assert action and prompt, page.text
            form = httpx.URL(action[1])
            if decision == "cancel" and prompt[1] == "consent":
                page = browser.get(_at(form.copy_with(path=f"{form.path}/abort"), host))
                continue
            answer = {"prompt": prompt[1], "login": "ada", "password": "any"}
            page = browser.post(_at(form, host), data=answer)
    raise AssertionError("the server did not redirect to the application")


def _at(url: httpx.URL, host: str) -> str:
    """Return a URL of the server, which may call itself by another name."""
    name, _, port = host.partition(":")
    return str(url.copy_with(scheme="http", host=name, port=int(port)))


def _decide_device(host: str, user_code: str, decision: str) -> None:
    """Type the code of a device, and cancel, or confirm it, log in, and approve."""
    with httpx.Client(follow_redirects=False) as browser:
        page = browser.get(f"http://{host}/device")
        for _ in range(2 * _LONGEST):
            if page.is_redirect:
                target = httpx.URL(f"http://{host}").join(page.headers["Location"])
                page = browser.get(_at(target, host))
                continue
            action = _ACTION.search(page.text)
            if action is None:
                assert "Success" in page.text, page.text
                return
            form = dict(_HIDDEN.findall(page.text))
            form |= {"user_code": user_code, "login": "ada", "password": "any"}
            is_canceled = decision == "cancel" and 'name="abort"' in page.text
            if is_canceled:
                form["abort"] = "yes"
            page = browser.post(_at(httpx.URL(action[1]), host), data=form)
            if is_canceled:
                assert "interrupted" in page.text, page.text
                return
    raise AssertionError("the server did not end the login of the device")
