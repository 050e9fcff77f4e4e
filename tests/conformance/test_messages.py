"""Each message of the table is complete, used, and rendered for each surface with its values."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from imagen_oauth import OAuthError

from generator.model.protocol import Message, Spell, Wording
from generator.pipeline import PROTOCOL
from generator.reading.protocol import load
from generator.targets.messages import speller
from generator.targets.python import messages as in_python
from generator.targets.typescript import messages as in_typescript
from tests.binding.raised import BY_KEY
from tests.rows import each_row

ROOT = Path(__file__).resolve().parent.parent.parent
PYTHON = ROOT / "templates" / "python" / "runtime"
MOCK = ROOT / "templates" / "mock" / "runtime"
TYPESCRIPT = ROOT / "templates" / "typescript" / "runtime"
TABLE = load(PROTOCOL)
MESSAGES = TABLE.messages(*in_python.PARTS)
OURS = TABLE.messages(*(part for part in in_python.PARTS if part != "exchange"))
"""The messages of the package, whose provider has no token endpoint."""
SPELLERS: dict[str, Spell] = {
    "python": speller(TABLE, in_python.SPELLING),
    "command": in_python.command_speller(TABLE),
    "typescript": speller(TABLE, in_typescript.SPELLING),
}
LITERAL = re.compile(r"""(["'`])((?:(?!\1)[^\\\n]|\\.)*)\1""")
COMMENT = re.compile(r"^ *(?://|/?\*).*$", re.MULTILINE)
PHRASE = re.compile(r"[A-Za-z]+(?:[ ,]+[A-Za-z]+){2,}")


def filled(wording: Wording, spell: Spell) -> tuple[str, str]:
    values = {name: f"<{name}>" for name in wording.values}
    return (
        wording.message.spelled(spell).format(**values),
        wording.hint.spelled(spell).format(**values),
    )


@each_row("surface", SPELLERS)
@each_row("message", MESSAGES, ids=lambda one: one.key)
def test_each_message_is_a_fragment_with_every_placeholder_filled(
    message: Message, surface: str
) -> None:
    for text in filled(message.on(surface), SPELLERS[surface]):
        assert text
        assert "{" not in text and "}" not in text
        assert not text.endswith(".")
        assert text[0] == "<" or text[0].lower() == text[0]


@each_row("message", OURS, ids=lambda one: one.key)
def test_python_raises_what_the_table_says(message: Message) -> None:
    values = {name: f"<{name}>" for name in message.wording.values}
    argument = values.pop("argument", None)
    error = OAuthError(BY_KEY[message.key], argument, values)
    assert (error.message, error.hint) == filled(message.wording, SPELLERS["python"])
    assert (error.code, error.argument) == (message.code, argument)


def test_the_packages_have_the_messages_of_the_table() -> None:
    assert set(BY_KEY) == {message.key for message in OURS}


def test_each_message_is_used() -> None:
    used = {
        name
        for folder in (PYTHON, MOCK)
        for file in folder.rglob("*.py")
        for name in re.findall(r"\b[A-Z][A-Z0-9_]+\b", file.read_text("utf-8"))
    }
    names = {message.constant for message in MESSAGES}
    names |= {name.upper() for texts in TABLE.texts.values() for name in texts}
    names |= {value.constant for value in TABLE.values.values()}
    assert names - used == set()


def test_each_message_of_the_web_is_used_in_typescript() -> None:
    files = [*TYPESCRIPT.rglob("*.ts")]
    text = "".join(file.read_text("utf-8") for file in files)
    web = {one.constant for one in TABLE.messages("web")}
    assert web == {"INSECURE_CONTEXT"}
    assert [one for one in web if f"fault({one}" not in text] == []


def raises() -> Iterator[tuple[str, ast.Call]]:
    """Yield each call in the Python runtime that builds an error of one message, with its place."""
    for file in sorted(PYTHON.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            match node:
                case ast.Call(
                    func=ast.Name(id="OAuthError"),
                    args=[ast.Attribute(value=ast.Name(id="messages")), *_],
                ):
                    yield f"{file.relative_to(PYTHON)}:{node.lineno}", node
                case _:
                    pass


def test_each_raise_passes_the_values_of_its_message() -> None:
    """A missing value would raise KeyError instead of the error."""
    needed = {one.constant: one.wording.values for one in MESSAGES}
    passed: dict[str, tuple[frozenset[str], set[str]]] = {}
    for place, call in raises():
        message, *others = call.args
        assert isinstance(message, ast.Attribute)
        given = {word.arg: word.value for word in call.keywords}
        given.update(zip(("argument", "values"), others, strict=False))
        names = {"argument"} if "argument" in given else set[str]()
        values = given.get("values")
        if isinstance(values, ast.Dict):
            names |= {str(ast.literal_eval(key)) for key in values.keys if key}
        elif values is not None:
            # A dictionary that is built elsewhere.
            names |= needed[message.attr]
        passed[place] = (needed[message.attr], names)
    assert len(passed) > 40
    lacking = {
        place: wanted - names
        for place, (wanted, names) in passed.items()
        if wanted - names
    }
    assert lacking == {}


def test_no_phrase_is_in_both_runtimes() -> None:
    assert set(python_phrases()) & set(typescript_phrases()) == set()


def python_phrases() -> Iterator[str]:
    """Yield the phrases of three or more words in string literals that are not docstrings."""
    for file in PYTHON.rglob("*.py"):
        tree = ast.parse(file.read_text("utf-8"))
        statements = {
            id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)
        }
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and id(node) not in statements:
                yield from phrases(str(node.value))


def typescript_phrases() -> Iterator[str]:
    """Yield the phrases of three or more words in string literals."""
    for file in TYPESCRIPT.rglob("*.ts"):
        for _, literal in LITERAL.findall(COMMENT.sub("", file.read_text("utf-8"))):
            yield from phrases(literal)


def phrases(text: str) -> Iterator[str]:
    """Yield each three words that follow each other in a text."""
    for found in PHRASE.findall(text):
        words = re.findall("[A-Za-z]+", found.lower())
        for start in range(len(words) - 2):
            yield " ".join(words[start : start + 3])
