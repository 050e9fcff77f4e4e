"""A template prints only values that an encoder made."""

from __future__ import annotations

from dataclasses import make_dataclass
from pathlib import Path

import pytest
from jinja2 import TemplateNotFound, UndefinedError

from generator.model.text import Code, Text
from generator.targets.render import Renderer
from generator.targets.views import View


def view(**values: object) -> View:
    """Return a view with these fields."""
    made: View = make_dataclass("Made", values, frozen=True, slots=True)(**values)
    return made


def render(folder: Path, template: str, **values: object) -> str:
    (folder / "page.j2").write_text(template, encoding="utf-8")
    return Renderer(folder, Code).render("page.j2", view(**values))


def refusal(folder: Path, template: str, **values: object) -> str:
    with pytest.raises(TypeError) as raised:
        render(folder, template, **values)
    return str(raised.value)


def test_code_is_printed_as_it_is(tmp_path: Path) -> None:
    name = Code("<a & 'b' {{ c }}>")
    assert render(tmp_path, "x {{ name }} y\n", name=name) == "x <a & 'b' {{ c }}> y\n"


def test_fixed_text_of_a_template_is_printed(tmp_path: Path) -> None:
    assert render(tmp_path, "<é>\n\n") == "<é>\n\n"


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        ("words", "str"),
        ("", "str"),
        (None, "NoneType"),
        (1, "int"),
        (1.5, "float"),
        (True, "bool"),
        (b"x", "bytes"),
        ([Code("x")], "list"),
        ({"a": Code("x")}, "dict"),
        (view(a=Code("x")), "Made"),
        (Text("words"), "Text"),
    ],
)
def test_other_values_are_rejected(tmp_path: Path, value: object, kind: str) -> None:
    message = f"a template printed a {kind}; encode it in its view"
    assert refusal(tmp_path, "{{ value }}", value=value) == message


@pytest.mark.parametrize(
    "expression",
    [
        "value | upper",
        "value | replace('a', 'b')",
        "value | trim",
        "value | string | lower",
        "value ~ value",
        "value + value",
        "[value, value] | join(', ')",
        "value[0]",
        "value | e",
        "'words'",
        "value if false else 'words'",
    ],
)
def test_text_that_a_template_builds_is_rejected(
    tmp_path: Path, expression: str
) -> None:
    template = f"{{{{ {expression} }}}}"
    with pytest.raises(TypeError):
        render(tmp_path, template, value=Code("abc"))


@pytest.mark.parametrize("expression", ["1 + 1", "none", "true", "values | length"])
def test_value_that_a_template_builds_is_rejected(
    tmp_path: Path, expression: str
) -> None:
    with pytest.raises(TypeError):
        render(tmp_path, f"{{{{ {expression} }}}}", values=[Code("a")])


@pytest.mark.parametrize(
    "template",
    [
        "{{ nothing }}",
        "{{ one.nothing }}",
        "{% if nothing %}{% endif %}",
        "{% for each in nothing %}{% endfor %}",
    ],
)
def test_name_that_the_view_lacks_is_rejected(tmp_path: Path, template: str) -> None:
    with pytest.raises((UndefinedError, TypeError)):
        render(tmp_path, template, one=view(a=Code("x")))


def test_fields_of_a_view_in_a_view_are_reached_by_name(tmp_path: Path) -> None:
    rows = (view(a=Code("1"), b=None), view(a=Code("2"), b=view(c=Code("3"))))
    template = "{% for one in rows %}{{ one.a }}{% if one.b %}{{ one.b.c }}{% endif %};{% endfor %}"
    assert render(tmp_path, template, rows=rows) == "1;23;"


def test_block_tags_leave_no_lines(tmp_path: Path) -> None:
    template = "a\n    {% for one in all %}\n  {{ one }},\n    {% endfor %}\nz\n"
    numbers = [Code("1"), Code("2")]
    assert render(tmp_path, template, all=numbers) == "a\n  1,\n  2,\nz\n"


def test_included_template_has_the_same_rules(tmp_path: Path) -> None:
    (tmp_path / "part.j2").write_text("{{ name }}", encoding="utf-8")
    template = '{% include "part.j2" %}'
    assert render(tmp_path, template, name=Code("x")) == "x"
    assert refusal(tmp_path, template, name="x") == (
        "a template printed a str; encode it in its view"
    )


def test_printed_value_is_not_a_template(tmp_path: Path) -> None:
    name = Code("{{ 7*7 }}{% for %}")
    assert render(tmp_path, "{{ name }}", name=name) == "{{ 7*7 }}{% for %}"


def test_subclass_of_the_printable_type_is_rejected(tmp_path: Path) -> None:
    class Word(str):
        pass

    class Other(Word):
        pass

    (tmp_path / "page.j2").write_text("{{ value }}", encoding="utf-8")
    renderer = Renderer(tmp_path, Word)
    assert renderer.render("page.j2", view(value=Word("x"))) == "x"
    with pytest.raises(TypeError):
        renderer.render("page.j2", view(value=Other("x")))


def test_template_outside_the_folder_is_not_found(tmp_path: Path) -> None:
    (tmp_path / "page.j2").write_text("x", encoding="utf-8")
    (tmp_path / "inner").mkdir()
    renderer = Renderer(tmp_path / "inner", Code)
    with pytest.raises(TemplateNotFound):
        renderer.render("../page.j2", view())
