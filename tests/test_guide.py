"""The guide for contributors says what is so: who follows it to the letter has a site, entries that fit, and all names of messages."""

import re
from itertools import takewhile
from pathlib import Path

import pytest
from commands.building import examine
from microsite.directives import DIRECTIVES
from microsite.film import load_film
from microsite.markdown_lines import body_lines
from microsite.problems import MEND
from sites import DRAWN, ROOT, build_in, quickly

DOCS = ROOT / "docs"
ALONG = ("contributing.md", "data.md", "messages.md")  # pages of the guide that suit any film
OWN_FILM = "your-own-film.md"
if not all((DOCS / name).exists() for name in ALONG):
    pytest.skip("this film has no guide for contributors", allow_module_level=True)
BLOCK = re.compile(r"`(?P<path>(?:docs/|mkdocs)[\w./]+)`[^`\n]*(?:`[^`\n]*`[^`\n]*)*\n\n```\w+\n(?P<text>.*?)^```", re.MULTILINE | re.DOTALL)
KEY = re.compile(r"^(\w+):.*\n(?:(?:[ #].*)?\n)*", re.MULTILINE)


def page(name: str) -> str:
    """A page of the guide."""
    if not (DOCS / name).exists():
        pytest.skip(f"this film's guide was taken along without {name}")
    return (DOCS / name).read_text(encoding="utf-8")


def section(name: str, heading: str) -> str:
    """The lines below a heading of a page, up to the next one that is no part of an example."""
    lines = body_lines(page(name))
    after = iter(lines[next(index for index, line in enumerate(lines) if line.typed == f"## {heading}") + 1 :])
    return "\n".join(line.typed for line in takewhile(lambda line: line.code or not line.typed.startswith("## "), after))


def files(text: str) -> dict[str, str]:
    """The files that a text has its readers write, by path."""
    return {block["path"]: block["text"] for block in BLOCK.finditer(text)}


def with_lines_changed(config: str, lines: str) -> str:
    """A mkdocs.yml with some of its settings replaced, as one who follows the guide does by hand."""
    for setting in KEY.finditer(lines):
        config = re.sub(rf"^{setting[1]}:.*\n(?:(?:[ ].*)?\n)*", lambda _, text=setting[0]: f"{text.rstrip()}\n\n", config, count=1, flags=re.MULTILINE)
    return config


@pytest.fixture
def own_film(tmp_path: Path) -> Path:
    """What one has who has followed the guide's last page, from an empty docs/."""
    for name in ("hooks", "overrides"):
        (tmp_path / name).symlink_to(ROOT / name)
    (tmp_path / ".cache").symlink_to(DRAWN)
    written = files(page(OWN_FILM)) | {f"docs/{name}": page(name) for name in ALONG}
    for path, text in written.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    config = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    (tmp_path / "mkdocs.yml").write_text(with_lines_changed(config, written["mkdocs.yml"]), encoding="utf-8")
    return tmp_path


def test_whoever_follows_the_guide_from_an_empty_docs_has_a_second_film_s_site(own_film: Path) -> None:
    built = build_in(own_film, strict=True)
    assert built.said == []
    assert "Who is at the door?" in built.page()
    assert 'data-level="ending"' in built.page("ending")
    assert "Otto" in built.page("ending")


def test_a_film_made_by_the_guide_has_nothing_to_mend(own_film: Path) -> None:
    with quickly():
        assert [str(problem) for problem in examine(own_film / "mkdocs.yml").problems] == []


def test_a_film_made_by_the_guide_has_nothing_of_this_one_s(own_film: Path) -> None:
    film, _ = load_film(ROOT / "docs" / "_data", ROOT)
    built = build_in(own_film, strict=True)
    names = {name for character in film.cast for name in (character.name, character.actor)} | {film.about.title}
    pages = [path.read_text(encoding="utf-8") for path in built.site.rglob("*.html")]
    assert {name for name in names for text in pages if name in text} == set()


def test_entries_to_copy_fit_as_they_stand(tmp_path: Path) -> None:
    entries = files(section("data.md", "Entries to copy"))
    assert set(entries) == {f"docs/_data/{name}.yml" for name in ("quotes", "sources", "timeline", "ties", "cast")}
    own = files(page(OWN_FILM))
    entries["docs/_data/cast.yml"] += entries["docs/_data/cast.yml"].replace("id: anna", "id: bert")
    entries["docs/_data/sources.yml"] += own["docs/_data/sources.yml"]
    film = own["docs/_data/film.yml"].replace("id: half", "id: middle").replace("Upstairs", "Ours")
    for path, text in {**entries, "docs/_data/film.yml": film}.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    assert load_film(tmp_path / "docs" / "_data", tmp_path)[1] == []


def test_the_guide_names_every_kind_of_message() -> None:
    assert set(re.findall(r"^\| `([\w ]+)` \|", page("messages.md"), re.MULTILINE)) == set(MEND)


def test_the_guide_says_how_each_kind_is_mended_in_the_words_of_the_messages() -> None:
    said = re.findall(r"^    (\w.*)$", page("messages.md"), re.MULTILINE)
    assert said
    assert set(said) <= set(MEND.values())


def test_the_guide_lists_every_directive_with_its_options() -> None:
    rows = dict(re.findall(r"^\| `film:(\w+)[^`]*` \| [^|]* \| ([^|\n]*)\|$", section("data.md", "Directives"), re.MULTILINE))
    assert {name: set(re.findall(r"`([\w-]+)`", options)) for name, options in rows.items()} == {
        name: set(directive.options) for name, directive in DIRECTIVES.items()
    }
