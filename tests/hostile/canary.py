"""Uses outputs and reports which payloads run.

Each tree is written, imported, doc-tested, and tested in a separate process; the commands that its
pages show are pasted into a shell; and its pages are opened in a browser. A payload that
runs leaves a mark: a file or global named PWN, a dialog, or a request to another host.
"""

from __future__ import annotations

import functools
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from playwright.sync_api import Browser, Page, Request, Route

from tests.hostile import built_page, typescript
from tests.hostile.shapes import fences, markdown_html
from tests.shared import write_packages

Tree = Mapping[str, bytes]
MARK = "PWN"
ORIGIN = "http://hostile.invalid"
CHILD = Path(__file__).with_name("child.py")
TIMEOUT = 600
"""The seconds that a shell may take for all pasted commands; hanging is a fault, too."""
TIMEOUT_OF_A_TREE = 60
"""The seconds per tree that a process may take on a busy machine."""

CACHED = 512
"""The number of cached pages: most are the same in many trees."""
_END = "the end of the orders"

PAGE_STEP = 16
"""One in this many pages that build a URL is bundled and used by default; the markup of each is opened."""

AT_ONCE = 16
"""The number of trees whose pages are opened together, as long as none has a problem."""

_WATCH = """
globalThis.seen = [];
for (const name of ["alert", "confirm", "prompt", "print", "open"])
  globalThis[name] = () => { globalThis.seen.push(name); };
"""
_SEEN = """() => {
  const odd = [...document.querySelectorAll("a[href], form[action], iframe[src]")]
    .map(one => one.href || one.action || one.src)
    .filter(url => /^(javascript|data|vbscript):/i.test(url));
  const names = "PWN" in globalThis ? ["a global PWN"] : [];
  return [...globalThis.seen, ...odd, ...names];
}"""


def run(
    trees: Sequence[Tree],
    sandbox: Path,
    browser: Browser | None,
    page_step: int = PAGE_STEP,
) -> dict[int, list[str]]:
    """Use every tree; return the problems of each by its number.

    Problems of no single tree have the number -1. Without a browser, no page is opened;
    with one, the page of every `page_step`-th tree is also bundled and used.
    """
    found: dict[int, list[str]] = {}
    folders = [_written(sandbox, index, tree) for index, tree in enumerate(trees)]
    empty = sandbox / "empty"
    empty.mkdir()
    limit = TIMEOUT_OF_A_TREE * len(folders)
    for index, problems in enumerate(_imported(folders, empty, limit)):
        found.setdefault(index, []).extend(problems)
    if typescript.is_there():
        for index, problems in enumerate(typescript.used(folders, empty, limit)):
            found[index] += problems
    marks = {*sandbox.rglob(MARK)}
    for index, problems in _pasted_all(trees, empty):
        found[index] += problems
    if browser is not None:
        for index, problems in _opened_all(trees, browser):
            found[index] += problems
        for index in range(0, len(trees), page_step):
            if typescript.is_there() and (folders[index] / "docs" / "page").is_dir():
                found[index] += built_page.used(folders[index], browser, _WATCH, _SEEN)
    marks |= {*sandbox.rglob(MARK), *Path.cwd().glob(MARK)}
    if marks or MARK in os.environ:
        found[-1] = [f"a mark was left: {', '.join(sorted(map(str, marks))) or MARK}"]
    return {index: problems for index, problems in found.items() if problems}


def _written(sandbox: Path, index: int, tree: Tree) -> Path:
    folder = sandbox / f"{index:04}"
    write_packages(tree, folder, sandbox / "copied")
    return folder


def _imported(folders: Sequence[Path], empty: Path, timeout: float) -> list[list[str]]:
    process = subprocess.run(
        [sys.executable, "-W", "error", str(CHILD), *map(str, folders)],
        cwd=empty,
        capture_output=True,
        text=True,
        check=False,
        timeout=timeout,
    )
    lines: list[list[str]] = [json.loads(line) for line in process.stdout.splitlines()]
    if process.stderr or len(lines) != len(folders):
        lines += [["the process ended early"]] * (len(folders) - len(lines))
        lines[-1] = [*lines[-1], f"it complained: {process.stderr[-500:]}"]
    return lines[: len(folders)]


def _pasted_all(trees: Sequence[Tree], empty: Path) -> Iterator[tuple[int, list[str]]]:
    """Paste the commands of all pages into one shell, and into one per tree if that leaves a mark."""
    orders = [_orders(tree) for tree in trees]
    whole = dict.fromkeys(one for of_tree in orders for one in of_tree)
    if _pasted([*whole], empty):
        for index, of_tree in enumerate(orders):
            yield index, _pasted(of_tree, empty)


def _pasted(orders: Sequence[str], empty: Path) -> list[str]:
    """Paste commands into a shell in which the only command leaves a mark.

    The shell must reach the end: an open quote would keep the rest from running.
    """
    commands = empty.parent / "commands"
    if not commands.exists():
        commands.mkdir()
        (commands / "touch").symlink_to(str(shutil.which("touch")))
    before = {*empty.rglob(MARK)}
    script = "\n".join(["set -o history -o histexpand", *orders, f"echo {_END}\n"])
    process = subprocess.run(
        [str(shutil.which("bash")), "--norc"],
        input=script,
        cwd=empty,
        env={"PATH": str(commands), "HOME": str(empty)},
        capture_output=True,
        text=True,
        check=False,
        timeout=TIMEOUT,
    )
    marks = {*empty.rglob(MARK)} - before
    for mark in marks:
        mark.unlink()
    problems = ["a shell left a mark"] if marks else []
    if not process.stdout.endswith(f"{_END}\n"):
        problems.append("a shell did not come to its end")
    return problems


def _orders(tree: Tree) -> list[str]:
    """Return the commands of a tree, each once."""
    pages = [data for path, data in tree.items() if path.endswith(".md")]
    return list(dict.fromkeys(one for page in pages for one in _orders_of(page)))


@functools.lru_cache(CACHED)
def _orders_of(data: bytes) -> list[str]:
    orders: list[str] = []
    for holds, content in fences(data.decode()):
        if holds == "sh":
            orders.append(content)
        if holds == "console":
            orders += re.findall(r"^\$ (.*)$", content, re.MULTILINE)
    return orders


def _opened_all(
    trees: Sequence[Tree], browser: Browser
) -> Iterator[tuple[int, list[str]]]:
    """Open many trees at once, and one at a time if there is a problem."""
    for start in range(0, len(trees), AT_ONCE):
        group = trees[start : start + AT_ONCE]
        together = {
            f"{index}/{path}": data
            for index, tree in enumerate(group)
            for path, data in tree.items()
        }
        if _opened(together, browser):
            for index, tree in enumerate(group, start):
                yield index, _opened(tree, browser)


@functools.lru_cache(CACHED)
def _html(data: bytes) -> str:
    return markdown_html(data.decode())


def _opened(tree: Tree, browser: Browser) -> list[str]:
    """Open the pages of a tree: all Markdown as one page, each HTML page in a frame of it.

    Equal pages are opened once.
    """
    pages = {
        data: f"{ORIGIN}/{path}"
        for path, data in reversed([*tree.items()])
        if path.endswith(".html") and "/_runtime/" not in path
    }
    served = {url: data.decode() for data, url in pages.items()}
    texts = {data for path, data in tree.items() if path.endswith(".md")}
    prose = "\n".join(sorted(map(_html, texts)))
    frames = "".join(f'<iframe src="{url}"></iframe>' for url in served)
    whole = f"<!doctype html><title>pages</title><main>{prose}</main>{frames}"
    served[f"{ORIGIN}/"] = whole
    problems: list[str] = []

    def serve(route: Route, request: Request) -> None:
        if request.url in served:
            route.fulfill(
                body=served[request.url], content_type="text/html; charset=utf-8"
            )
        elif request.url.startswith(f"{ORIGIN}/"):
            route.fulfill(body="", content_type="text/css")
        else:
            problems.append(f"a page asked for {request.url[:80]}")
            route.abort()

    context = browser.new_context()
    try:
        page = context.new_page()
        page.add_init_script(_WATCH)
        page.route("**/*", serve)
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.goto(f"{ORIGIN}/")
        problems += _seen(page, len(served))
    finally:
        context.close()
    return problems


def _seen(page: Page, expected: int) -> list[str]:
    """Return what ran in the frames of a page after a click on each element that reacts to one."""
    problems: list[str] = []
    if len(page.frames) != expected:
        problems.append(f"there are {len(page.frames)} frames, not {expected}")
    for frame in page.frames:
        frame.evaluate("""() => document.querySelectorAll("*").forEach(one => {
                 for (const kind of ["mouseover", "focus", "error", "toggle"])
                   one.dispatchEvent(new Event(kind));
               })""")
        problems += [f"{frame.url}: {one}" for one in frame.evaluate(_SEEN)]
    return problems
