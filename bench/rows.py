"""The rows of the table: what is measured, which peers are compared, and the goal."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bench import node, runs, suite
from bench.runs import Generation


@dataclass(frozen=True)
class Side:
    """A measured side: each call runs it once and returns the figure."""

    name: str
    measure: Callable[[], float]


@dataclass(frozen=True)
class Row:
    """A comparison. `goal` is the largest ratio of our figure to the smallest of the peers'.

    A peer is another program or library, a limit, or this project with less work. A row without peers
    is compared with its floor. A row without a goal is only reported. A row that takes minutes is
    measured only if it is named, and only once.
    """

    name: str
    title: str
    unit: str
    ours: Side
    peers: Sequence[Side]
    floor: Side | None
    goal: float | None
    takes_minutes: bool = False


OURS = "imagen-oauth"
GENERATOR = "openapi-python-client"
LIBRARIES = {
    "oauthlib": "oauthlib.oauth2",
    "Authlib": "authlib.oauth2.client",
    "httpx-oauth": "httpx_oauth.oauth2",
    "requests-oauthlib": "requests_oauthlib",
    "httpx-auth": "httpx_auth",
    "google-auth-oauthlib": "google_auth_oauthlib.flow",
}
_STANDARD = "re, enum, typing, json"
"""The standard library modules that our package needs: the floor of its import."""


def rows() -> list[Row]:
    """Return all rows, in the order of the table."""
    return [
        *_generator_rows(),
        *_scale_rows(),
        *_import_rows(),
        *_call_rows(),
        *_command_rows(),
        *_typescript_rows(),
        *_suite_rows(),
    ]


def _generator_rows() -> list[Row]:
    ours = Generation()
    peers = [Side(GENERATOR, runs.peer_generation)]
    floor = Side("bare interpreter", runs.bare_process)
    return [
        Row(
            "generate-cold",
            "generate everything into an empty folder",
            "s",
            Side(OURS, ours.cold),
            [*peers, Side("openapi-generator", runs.java_generation)],
            floor,
            1.0,
        ),
        Row(
            "generate-memory",
            "the same: peak memory",
            "MiB",
            Side(OURS, ours.memory),
            [Side("limit", lambda: 64.0)],
            Side("bare interpreter", runs.bare_memory),
            1.0,
        ),
        Row(
            "generate-again",
            "generate with nothing changed",
            "s",
            Side(OURS, ours.again),
            peers,
            floor,
            0.5,
        ),
        Row("check", "check", "s", Side(OURS, ours.check), peers, floor, 0.5),
        Row(
            "generate-edited",
            "from an edited sentence to the tree",
            "s",
            Side(OURS, ours.edited),
            peers,
            floor,
            0.8,
        ),
    ]


def _scale_rows() -> list[Row]:
    six, half, many = Generation(6), Generation(456), Generation(912)
    many_specs, few_specs = runs.Batch(300), runs.Batch(30)
    return [
        Row(
            "scopes-912",
            "912 scopes against 6",
            "s",
            Side(OURS, many.cold),
            [Side("6 scopes", six.cold)],
            None,
            3.0,
        ),
        Row(
            "scopes-proportion",
            "912 scopes against 456",
            "s",
            Side(OURS, many.cold),
            [Side("456 scopes", half.cold)],
            None,
            2.0,
        ),
        Row(
            "specs-300",
            "300 specs in one call, for each",
            "s",
            Side(OURS, many_specs.seconds_each),
            [Side(GENERATOR, many_specs.peer_seconds_each)],
            None,
            0.15,
        ),
        Row(
            "specs-memory",
            "300 specs: peak memory, against 30",
            "MiB",
            Side(OURS, many_specs.memory),
            [Side("30 specs", few_specs.memory)],
            None,
            1.1,
        ),
    ]


def _import_rows() -> list[Row]:
    def sides(number: int) -> tuple[Side, list[Side], Side]:
        def of(name: str, modules: str) -> Side:
            return Side(name, lambda: runs.imported(modules)[number])

        peers = [of(name, module) for name, module in LIBRARIES.items()]
        # The package itself imports nothing until a name is used.
        return of(OURS, "imagen_oauth.client"), peers, of(_STANDARD, _STANDARD)

    return [
        Row("import", "import", "ms", *sides(0), 0.5),
        Row("import-memory", "import: extra memory", "MiB", *sides(1), 0.5),
    ]


def _call_rows() -> list[Row]:
    def of(name: str, *words: str) -> Side:
        return Side(name, lambda: runs.microseconds(*words))

    def url(state: str, goal: float, title: str, names: Sequence[str]) -> Row:
        peers = [of(one, "url", runs.function(one), state) for one in names]
        floor = of("urlencode", "url", "urlencode", state)
        ours = of(OURS, "url", "imagen_oauth", state)
        return Row(f"url-{state}-state", title, "µs", ours, peers, floor, goal)

    # httpx-oauth leaves the state to its caller, and httpx-auth creates the same one each time.
    drawing = ["oauthlib", "Authlib", "requests-oauthlib", "google-auth-oauthlib"]
    client = of(OURS, "url", "imagen_oauth_client", "given")
    made_once = [of("httpx-oauth", "url", "httpx_oauth", "given")]
    readers = [of("oauthlib", "read", "oauthlib"), of("Authlib", "read", "authlib")]
    floor = of("urlsplit, parse_qs", "read", "urllib")
    return [
        url("given", 0.6, "request built, URL read; state given", list(LIBRARIES)),
        url("random", 0.3, "the same; random state", drawing),
        Row(
            "url-client",
            "the same with a client made once; state given",
            "µs",
            client,
            made_once,
            of("urlencode", "url", "urlencode", "given"),
            1.0,
        ),
        Row(
            "read-strict",
            "answer read strictly",
            "µs",
            of(OURS, "read", "imagen_oauth"),
            readers,
            floor,
            0.8,
        ),
        Row(
            "read-pasted",
            "answer read as it is pasted",
            "µs",
            of(OURS, "read", "imagen_oauth_pasted"),
            readers,
            floor,
            None,
        ),
    ]


def _command_rows() -> list[Row]:
    options = ("--domain", "media.example.com", "--client-id", "KEY")
    floor = Side("click and interpreter", runs.bare_command)
    return [
        Row(
            "command-help",
            "imagen-oauth --help",
            "s",
            Side(OURS, lambda: runs.command("--help")),
            [],
            floor,
            1.5,
        ),
        Row(
            "command-url",
            "imagen-oauth url",
            "s",
            Side(OURS, lambda: runs.command("url", *options)),
            [],
            floor,
            1.5,
        ),
    ]


def _typescript_rows() -> list[Row]:
    def row(name: str, title: str, peers: Sequence[str], floor: str) -> Row:
        def of(side: str) -> Side:
            return Side(side, lambda: node.figure(name, side))

        others = [of(one) for one in peers]
        unit = "ms" if name == "import" else "µs"
        full = f"typescript-{name}"
        return Row(full, title, unit, of(OURS), others, of(floor), 1.0)

    def size(side: str) -> Side:
        return Side(side, lambda: node.bundle(side))

    # oauth4webapi builds no URL, and openid-client reads no response without an ID token.
    builders, readers = ("openid-client", "client-oauth2"), node.PEERS[1:]
    return [
        row("import", "TypeScript: import", node.PEERS, "empty module"),
        row("url", "TypeScript: request built, URL read", builders, "URLSearchParams"),
        row("read", "TypeScript: answer read strictly", readers, "URLSearchParams"),
        Row(
            "typescript-bundle",
            "TypeScript: all exports on a page, gzip",
            "KiB",
            size(OURS),
            [size(one) for one in node.PEERS],
            None,
            1.0,
        ),
    ]


def _suite_rows() -> list[Row]:
    def row(name: str, title: str, measure: Callable[[], float]) -> Row:
        return Row(name, title, "s", Side("make test", measure), [], None, None, True)

    return [
        row("tests-fresh", "make test in a fresh clone, with its set-up", suite.fresh),
        row("tests-again", "make test in the same clone again", suite.again),
    ]
