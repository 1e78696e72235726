"""Templates are compiled once and listed without icons, and nothing else is different."""

from pathlib import Path

import material
from jinja2 import Environment, FileSystemLoader
from microsite.partials import Partials
from microsite.templates import COMPILED, Loader, quicken

THEME = Path(material.__file__).parent / "templates"


def test_the_theme_is_listed_whole_but_for_its_hidden_folders() -> None:
    stock = FileSystemLoader(THEME).list_templates()
    listed = Loader(THEME).list_templates()
    assert listed == [name for name in stock if not any(part.startswith(".") for part in name.split("/")[:-1])]
    assert len(listed) < len(stock) / 10


def test_a_template_is_compiled_again_when_it_has_changed_and_only_then(tmp_path: Path) -> None:
    def shown() -> str:
        return quicken(Environment(loader=FileSystemLoader(tmp_path))).get_template("a.html").render()

    (tmp_path / "a.html").write_text("before")
    assert shown() == "before"
    key = COMPILED.get_cache_key("a.html", str(tmp_path / "a.html"))
    code = COMPILED._code[key]
    assert shown() == "before"
    assert COMPILED._code[key] is code
    (tmp_path / "a.html").write_text("after")
    assert shown() == "after"


def test_two_templates_of_one_name_are_two(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a.html").write_text("the same")
    one, two = (quicken(Environment(loader=FileSystemLoader(tmp_path / name))).get_template("a.html") for name in ("one", "two"))
    assert (one.filename, two.filename) == (str(tmp_path / "one" / "a.html"), str(tmp_path / "two" / "a.html"))
    assert one.root_render_func.__code__.co_filename == one.filename
    assert two.root_render_func.__code__.co_filename == two.filename


def test_a_partial_escapes_although_a_template_that_does_not_has_included_it(tmp_path: Path) -> None:
    (tmp_path / "film").mkdir()
    (tmp_path / "film" / "a.html").write_text("{{ text }}")
    assert quicken(Environment(loader=FileSystemLoader(tmp_path))).get_template("film/a.html").render(text="<b>") == "<b>"
    assert Partials(tmp_path).render("a", text="<b>") == "&lt;b&gt;"
