"""A compiled template is used again, but only for the same template."""

from __future__ import annotations

import errno
import sys
from dataclasses import dataclass
from pathlib import Path

import jinja2
import pytest

from generator.model.text import Code
from generator.targets.render import Renderer


@dataclass(frozen=True, slots=True)
class Page:
    """What the template gets."""

    name: Code


VIEW = Page(Code("x"))


@pytest.fixture
def templates(tmp_path: Path) -> Path:
    """Return a folder with one template."""
    folder = tmp_path / "templates"
    folder.mkdir()
    (folder / "page.j2").write_text("one {{ name }}", encoding="utf-8")
    return folder


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    """Return a folder that does not exist yet."""
    return tmp_path / "build" / "kept"


def rendered(templates: Path, kept: Path) -> str:
    return Renderer(templates, Code, kept).render("page.j2", VIEW)


def entries(kept: Path) -> list[Path]:
    return [file for file in kept.rglob("*") if file.is_file()]


def no_compiler(monkeypatch: pytest.MonkeyPatch) -> None:
    def compiled(*_: object) -> None:
        raise AssertionError("a template was compiled")

    monkeypatch.setattr(jinja2.Environment, "_parse", compiled)


def test_second_run_compiles_nothing(
    templates: Path, kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert rendered(templates, kept) == "one x"
    assert len(entries(kept)) == 1
    no_compiler(monkeypatch)
    assert rendered(templates, kept) == "one x"


def test_each_python_has_its_own_file(
    templates: Path, kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for python in ("cpython-310", "cpython-314"):
        monkeypatch.setattr(sys.implementation, "cache_tag", python)
        assert rendered(templates, kept) == "one x"
    assert len(entries(kept)) == 2


def test_nothing_is_stored_without_a_folder(
    templates: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert Renderer(templates, Code).render("page.j2", VIEW) == "one x"
    no_compiler(monkeypatch)
    with pytest.raises(AssertionError, match="a template was compiled"):
        Renderer(templates, Code).render("page.j2", VIEW)


def test_changed_template_is_compiled_again(templates: Path, kept: Path) -> None:
    rendered(templates, kept)
    (templates / "page.j2").write_text("two {{ name }}", encoding="utf-8")
    assert rendered(templates, kept) == "two x"
    assert len(entries(kept)) == 1


def test_read_only_folder_stores_nothing(templates: Path, kept: Path) -> None:
    kept.parent.mkdir()
    kept.write_text("a file", encoding="utf-8")
    assert rendered(templates, kept) == "one x"
    assert kept.read_text(encoding="utf-8") == "a file"


def test_folder_can_have_a_name_that_is_not_utf_8(templates: Path, kept: Path) -> None:
    # Python's name for a byte that is not UTF-8.
    moved = templates.rename(templates.parent / "gr\udcf6sse")
    assert rendered(moved, kept) == "one x"
    assert len(entries(kept)) == 1


def test_a_full_disk_does_not_stop_rendering(
    templates: Path, kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(jinja2.bccache.Bucket, "write_bytecode", full)
    assert rendered(templates, kept) == "one x"
    assert entries(kept) == []
