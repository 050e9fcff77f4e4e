"""A payload at its places to an outcome: inert, rejected with its line, or broken, with the reason."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path as FilePath
from typing import Literal

from generator import pipeline
from generator.reading import source
from generator.reading.diagnostics import (
    Diagnostic,
    Path,
    SourceMap,
    SpecProblems,
    path_text,
)
from generator.targets.render import Renderer
from tests.hostile import pages, places, typescript
from tests.hostile.comparison import Broken, Shapes, Tree, Words, compare, forms_of
from tests.hostile.corpus import Entry
from tests.hostile.grounds import GROUNDS
from tests.hostile.places import BENIGN, BENIGN_NAMES, Ground, Place
from tests.sampling import LONG
from tests.shared import tree_to_run
from tests.unit.specs import write_spec

LAYOUT_STEP = 1 if LONG else 10
"""One in this many outputs is laid out by Black, which takes as long as all else; a layout has no shape."""
Outcome = Literal["inert", "refused", "accepted", "BROKEN"]
OUTCOMES: tuple[Outcome, ...] = ("inert", "refused", "accepted", "BROKEN")
"""`accepted` is a payload that does no harm but had to be rejected."""


@dataclass(frozen=True)
class Verdict:
    """The result of one payload. `trees` are the outputs that contain it, `where` its first problem."""

    outcome: Outcome
    why: str = ""
    where: str = ""
    trees: tuple[Tree, ...] = ()


class Oracle:
    """Judges payloads. It caches the outputs of benign texts, which many payloads share."""

    def __init__(
        self,
        folder: FilePath,
        one_at_a_time: bool = False,
        targets: Collection[str] = pipeline.TARGETS,
    ) -> None:
        """Write specs to `folder`. With `one_at_a_time`, test each place of a payload separately, too."""
        self._folder = folder
        self._targets = targets
        self._one_at_a_time = one_at_a_time
        self._renderer = pipeline.renderer()
        self._ground = GROUNDS[0]
        self._benign: dict[tuple[str, tuple[Path, ...], str], Tree] = {}
        self._shapes: Shapes = {}
        self._loaded: tuple[bytes, pipeline.Spec] | None = None
        self._made = 0

    def judge(self, entry: Entry) -> Verdict:
        """Return the result of an entry of a corpus: the worst of its results in each spec."""
        if isinstance(entry.payload, bytes):
            return self._document(entry.payload)
        verdicts: list[Verdict] = []
        for self._ground in GROUNDS:
            for stand, payload, benign in _asked(self._ground, entry, entry.payload):
                verdicts.append(self._at_places(stand, payload, benign, entry))
        return _worst(verdicts)

    def _document(self, data: bytes) -> Verdict:
        file = self._folder / "spec.yaml"
        file.write_bytes(data)
        try:
            spec = pipeline.load(file)
            made = pipeline.tree(spec, pipeline.TARGETS, self._renderer)
        except SpecProblems as found:
            lines = data.count(b"\n") + 1
            for one in found.diagnostics:
                if one.file != str(file) or not 1 <= one.line <= lines:
                    return Verdict("BROKEN", f"a problem without its line: {one}")
            what_is_there = [one for one in found.diagnostics if one.code != "missing"]
            return Verdict(
                "refused", where=_shown([*what_is_there, *found.diagnostics][0])
            )
        except Exception as error:  # noqa: BLE001
            return Verdict("BROKEN", f"{type(error).__name__} when it is loaded")
        return Verdict("accepted", "a whole document", trees=(made,))

    def _at_places(
        self, stand: Sequence[Place], payload: str, benign: str, entry: Entry
    ) -> Verdict:
        trees: list[Tree] = []
        where = ""
        try:
            refused = self._refused(stand, payload)
            where = next(iter(refused.values()), "")
            taken = [one for one in stand if one.path not in refused]
            groups = [taken] if taken else []
            if self._one_at_a_time:
                groups += [[one] for one in taken]
            for group in groups:
                trees.append(self._inert(group, payload, benign, entry))
        except Broken as broken:
            return Verdict("BROKEN", str(broken), where, tuple(trees))
        if not taken:
            return Verdict("refused", where=where)
        if entry.must == "refused" and any(one.has_to_refuse for one in taken):
            first = next(one for one in taken if one.has_to_refuse)
            return Verdict("accepted", path_text(first.path), where, tuple(trees))
        if entry.must == "refused":
            return Verdict("refused", where=where, trees=tuple(trees))
        return Verdict("inert", where=where, trees=tuple(trees))

    def _refused(self, stand: Sequence[Place], payload: str) -> dict[Path, str]:
        """Return the places that reject a payload, each with the place of the problem.

        A problem at one place can hide one at another, so the remaining places are tried again.
        """
        refused: dict[Path, str] = {}
        asked = list(stand)
        while asked:
            found = self._problems(asked, payload)
            if not found:
                break
            positions = source.load(self._folder / "spec.yaml").map
            told = {
                one.path: where
                for one in asked
                if (where := self._told(one, found, positions)) is not None
            }
            if not told and len(asked) == 1:
                # The payload causes another problem, such as the size of the file.
                told = {asked[0].path: _shown(found[0])}
            if not told:
                for one in asked:
                    refused |= self._refused([one], payload)
                break
            refused |= told
            asked = [one for one in asked if one.path not in told]
        return refused

    def _problems(self, stand: Sequence[Place], payload: str) -> list[Diagnostic]:
        file = self._spec(stand, payload)
        try:
            self._loaded = file.read_bytes(), pipeline.load(file)
        except SpecProblems as found:
            return list(found.diagnostics)
        except Exception as error:
            raise Broken(f"{type(error).__name__} when it is loaded") from error
        return []

    def _told(
        self, place: Place, found: Sequence[Diagnostic], positions: SourceMap
    ) -> str | None:
        """Return where a place is rejected, after checking the line."""
        path = path_text(place.path)
        for one in found:
            if one.path == path or one.path.startswith((f"{path}.", f"{path}[")):
                start = positions.position(place.path).line
                file = str(self._folder / "spec.yaml")
                if one.file != file or not one.code or one.line < start:
                    raise Broken(f"{path} is refused without its line")
                if one.path == path and one.line != start:
                    raise Broken(f"{path} is refused at line {one.line}, not {start}")
                return _shown(one)
        return None

    def _spec(self, stand: Sequence[Place], payload: str) -> FilePath:
        spec = self._ground.spec()
        for one in stand:
            one.put(spec, payload)
        return write_spec(self._folder, spec)

    def _spec_of_benign(self, stand: Sequence[Place], benign: str) -> FilePath:
        """Write the benign spec; names that give no identifier are always the same."""
        spec = self._ground.spec()
        for one in stand:
            one.put_benign(spec, benign)
        return write_spec(self._folder, spec)

    def _inert(
        self, stand: Sequence[Place], payload: str, benign: str, entry: Entry
    ) -> Tree:
        """Return the tree of a payload after comparing it with a benign one.

        A name is compared with one at the same place among sorted names, whose identifier is
        built in the same way.
        """
        file = self._spec(stand, payload)
        self._made += 1
        try:
            made = self._tree(file, self._made % LAYOUT_STEP == 1 % LAYOUT_STEP)
        except Exception as error:
            raise Broken(f"{type(error).__name__}: {error}") from error
        given = entry.payload
        forms = forms_of(given if isinstance(given, list) else payload)
        others = BENIGN_NAMES if entry.where == "name" else ()
        found: list[Broken] = []
        shapes: Shapes = {}
        for one in (benign, *others):
            before = self._tree_of_benign(stand, one, entry)
            try:
                compare(before, made, Words(one, forms), self._shapes, shapes)
                return made
            except Broken as broken:
                found.append(broken)
        raise Broken(" / ".join(dict.fromkeys(map(str, found))))

    def _tree_of_benign(
        self, stand: Sequence[Place], benign: str, entry: Entry
    ) -> Tree:
        """Return the tree with a benign word at the places, generated once."""
        key = (self._ground.name, tuple(one.path for one in stand), benign)
        if key not in self._benign:
            if isinstance(entry.payload, list):
                file = self._spec([places.several_scopes(benign.split("|"))], "")
            else:
                file = self._spec_of_benign(stand, benign)
            self._benign[key] = self._tree(file, is_laid_out=LAYOUT_STEP == 1)
        return self._benign[key]

    def _tree(self, file: FilePath, is_laid_out: bool) -> Tree:
        """Return the tree of a spec, which is loaded unless the last one was the same."""
        data, spec = self._loaded or (b"", None)
        if spec is None or data != file.read_bytes():
            spec = pipeline.load(file)
        made = pipeline.tree if is_laid_out else tree_to_run
        return _with_pages(made(spec, self._targets, self._renderer))


def _asked(
    ground: Ground, entry: Entry, payload: str | list[str]
) -> Iterator[tuple[Sequence[Place], str, str]]:
    """Yield the places of an entry in one spec, with its payload as text and a benign text."""
    if isinstance(payload, list):
        benign = "|".join(f"{BENIGN}{index}" for index in range(len(payload)))
        yield [places.several_scopes(payload)], "|".join(payload), benign
    elif entry.where == "text":
        yield ground.texts(payload), payload, BENIGN
    elif entry.where == "name":
        for group in ground.names:
            yield group, payload, BENIGN
    else:
        stand, benign = ground.places_of(entry.context)
        if stand:
            yield stand, payload, benign


def _worst(verdicts: Sequence[Verdict]) -> Verdict:
    """Return the first of the worst results, with the outputs and the first problem of all."""
    order: Sequence[Outcome] = ("BROKEN", "accepted", "inert", "refused")
    worst = min(verdicts, key=lambda one: order.index(one.outcome))
    where = next((one.where for one in verdicts if one.where), "")
    trees = tuple(tree for one in verdicts for tree in one.trees)
    return replace(worst, where=where, trees=trees)


def tree(file: FilePath, renderer: Renderer | None = None) -> Tree:
    """Return the files of a spec, and the pages of its mock server.

    Without Node.js, TypeScript is left out.
    """
    return _with_pages(pipeline.tree(pipeline.load(file), pipeline.TARGETS, renderer))


def _with_pages(made: Tree) -> Tree:
    if not typescript.is_there():
        made = {path: data for path, data in made.items() if not path.endswith(".ts")}
    return {**made, **pages.of(made)}


def _shown(one: Diagnostic) -> str:
    return f"{FilePath(one.file).name}:{one.line} {one.code}"
