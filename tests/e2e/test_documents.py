"""Every Python block of the documents runs in order; the test pastes the response."""

from __future__ import annotations

import getpass
import importlib
import json
import re
from pathlib import Path
from typing import Any

import pytest

from generator.pipeline import ROOT
from tests import node
from tests.e2e.documented import (
    STATE,
    Documented,
    Shell,
    at,
    run_python,
    typescript_modules,
    without_proxies,
)
from tests.golden.cases import CASES
from tests.sampling import one_in

GENERATED = ROOT / "generated"
DOCUMENTS = [
    *sorted((GENERATED / "docs").glob("*.md")),
    GENERATED / "python" / "README.md",
    GENERATED / "mock" / "README.md",
    ROOT / "README.md",
]
BLOCK = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def _blocks(document: Path) -> list[str]:
    """Return the programs of a document, without the README's for another provider."""
    found: list[str] = BLOCK.findall(document.read_text(encoding="utf-8"))
    return [one for one in found if "acme_oauth" not in one]


SERVED = GENERATED / "mock" / "README.md"
"""Its blocks require the server that it starts; tests/mock runs them."""


@pytest.mark.parametrize(
    "document", [one for one in DOCUMENTS if _blocks(one) and one != SERVED], ids=str
)
def test_python_blocks_run(document: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    names: dict[str, Any] = {}

    def paste(prompt: str) -> str:
        state = names["request"].state
        return f"#access_token=2YotnFZFEjr1zCsicMWpAA&token_type=bearer&state={state}"

    monkeypatch.setattr(getpass, "getpass", paste)
    for block in _blocks(document):
        # The blocks come from this project, not from input.
        exec(compile(block, str(document), "exec"), names)  # noqa: S102


def test_documents_have_python_blocks() -> None:
    having = {document.name for document in DOCUMENTS if _blocks(document)}
    assert having == {
        *("README.md", "answer.md", "calls.md", "get-a-token.md", "python.md"),
        *("try-it.md", "unattended.md"),
    }


LINK = re.compile(r"\]\((?!https://)([^)#]+)(?:#[^)]*)?\)")


@pytest.mark.parametrize("document", DOCUMENTS, ids=str)
def test_relative_links_have_targets(document: Path) -> None:
    targets = LINK.findall(document.read_text(encoding="utf-8"))
    assert [one for one in targets if not (document.parent / one).exists()] == []


@pytest.mark.parametrize(
    ("document", "language", "file"),
    [
        ("CONTRIBUTING.md", "python", "generator/rules/parameters.py"),
        (
            "CONTRIBUTING.md",
            "diff",
            "tests/bad_specs/constant-outside-values/spec.diff",
        ),
        (
            "CONTRIBUTING.md",
            "text",
            "tests/bad_specs/constant-outside-values/expected.txt",
        ),
        ("README.md", "text", "tests/bad_specs/misspelled-key/expected.txt"),
    ],
)
def test_quoted_code_is_in_the_file(document: str, language: str, file: str) -> None:
    text = (ROOT / document).read_text(encoding="utf-8")
    pieces = re.findall(rf"^```{language}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    assert pieces[-1] in (ROOT / file).read_text(encoding="utf-8")


TELLING = ("other-api-hosts", "required-scope", "optional-redirect-uri")
"""The cases whose documents have the most arguments and options."""
OTHERS = [one.name for one in CASES if one.name not in TELLING]
TOLD = {
    "docs/answer.md": "",
    "docs/calls.md": "Here you are.\nforeign_host\n",
    "docs/get-a-token.md": "Open this URL, log in, and approve: https://",
    "docs/python.md": "https://",
    "docs/try-it.md": "200\n401\nauthorization_error\n",
    "docs/unattended.md": "",
    "python/README.md": "Open this URL, log in, and approve: https://",
    "mock/README.md": "Open this URL, log in, and approve: http://127.0.0.1:",
}
"""How the output of each document's Python blocks starts."""
COMMANDS = {
    "docs/command.md": ["login", "headers", "login"],
    "docs/unattended.md": ["login"],
    "mock/README.md": ["login", "status", "headers"],
    "python/README.md": ["login", "headers"],
}
"""What each document runs of the command."""


@pytest.fixture(scope="module", params=[*TELLING, *one_in(4, OTHERS)])
def documented(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Documented:
    """Return the documents and packages of a case."""
    return Documented(request.param, tmp_path_factory.mktemp(request.param))


def test_typescript_blocks_of_cases_compile_and_run(tmp_path: Path) -> None:
    node.required()
    modules: list[str] = []
    for case in (*TELLING, *one_in(len(OTHERS), OTHERS)):
        documented = Documented(case, tmp_path / case, ("docs", "typescript"))
        for name, text in typescript_modules(documented).items():
            file = tmp_path / case / "typescript" / f"{name.replace('/', '-')}.ts"
            file.write_text(text, encoding="utf-8")
            modules.append(f"{file.relative_to(tmp_path).with_suffix('.js')}")
    out = tmp_path / "out"
    settings = {
        "compilerOptions": {
            "strict": True,
            "module": "NodeNext",
            "target": "ES2022",
            "types": [],
            "lib": ["ES2022", "DOM", "DOM.Iterable"],
            "rootDir": ".",
            "outDir": "out",
        },
        "include": ["*/typescript/*.ts"],
    }
    (tmp_path / "tsconfig.json").write_text(json.dumps(settings))
    compiler = node.compiler(node.SKIP_LIBRARIES, "--project", str(tmp_path))
    assert (compiler.returncode, compiler.stdout) == (0, "")
    (out / "package.json").write_text('{"type": "module"}')
    script = f"for (const one of {modules}) await import(`{out.as_uri()}/${{one}}`)"
    process = node.node("--input-type=module", "--eval", script)
    assert (process.returncode, process.stderr) == (0, "")
    assert process.stdout.count("granted: ") == len(modules) // 2


def test_every_block_of_every_case_runs(
    documented: Documented,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    without_proxies(monkeypatch)
    home = tmp_path / "home"
    (home / "nightly").mkdir(mode=0o700, parents=True)
    (home / "nightly" / "items.txt").touch()
    monkeypatch.setenv("HOME", str(home))
    job: Any = None
    python, shells = documented.documents("python"), documented.documents("sh")
    assert python.keys() == TOLD.keys()
    with documented.importable(monkeypatch) as server:
        for name, blocks in python.items():
            if name == "mock/README.md":
                first, plugins, fixture = (at(server, one) for one in blocks)
                told, names = run_python([first], monkeypatch, server)
                assert json.loads(told[told.index("{") :])["scopes"] == [
                    documented.spec.provider.scopes[0].name
                ]
                exec(compile(plugins + fixture, name, "exec"), names)  # noqa: S102
                names["test_nightly_job_stops_when_its_token_expires"](server)
            else:
                told, names = run_python(blocks, monkeypatch)
            if name == "docs/unattended.md":
                job = names["main"]
                assert job() == 75
                assert " items: no token is stored (store: " in capsys.readouterr().err
            assert told.startswith(TOLD[name]), name
            if name == "docs/calls.md":
                assert " 403" in told
        module = f"{documented.module}._runtime.cli.implicit.pending"
        options = importlib.import_module(module)
        monkeypatch.setattr(options, "new_state", lambda: STATE)
        ran: dict[str, list[str]] = {}
        for name, blocks in shells.items():
            own = home if name == "docs/unattended.md" else tmp_path / name
            own.mkdir(parents=True, exist_ok=True)
            shell = Shell(documented, own, server)
            for block in blocks:
                shell.run(at(server, block))
            ran[name] = shell.ran
        assert {name: one for name, one in ran.items() if one} == COMMANDS
        assert job() == 0
