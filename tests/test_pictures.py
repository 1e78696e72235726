"""Pictures drawn from data: nothing overlaps, each level tells its own part, and the words beside a picture say the same."""

import json
import re
from collections.abc import Callable
from itertools import combinations
from pathlib import Path

import pytest
from microsite.film import Film, load_film
from microsite.html import DRAWING, parse
from microsite.models import About, Character, Event, Level, Tie
from microsite.pictures import RADIUS, REACH, WIDTH, Drawing, Token, outline, people, set_lines, text_width
from microsite.survivors import draw_head, draw_piece, pieces
from microsite.ties import Box, box_of, draw_ties
from selectolax.lexbor import LexborNode
from sites import CALIGARI, ROOT, Built, build_in, lay, page

Build = Callable[..., Built]
LEVELS = [Level(id=name, name=name, seen=name) for name in ("start", "middle", "end")]
NAMES = {"short": "A{} B", "long": "Maximiliana{} von und zu Hohenlohe-Waldenburg-Schillingsfürst", "one word": "M{}"}
KINDS = ("tie", "betrayal", "fight")
FILMS = [ROOT, CALIGARI]


def film_of(number: int, sides: int, name: str = NAMES["short"]) -> Film:
    """A film in which everybody but the last is lost, the first of them twice, and neighbours have ties."""
    ids = [f"c{index}" for index in range(number)]
    cast = [
        Character(id=one, name=name.format(index), actor="An Actor", side=f"Side {index % sides}", enters="first", sources=[])
        for index, one in enumerate(ids)
    ]
    label = "Something with a rather long label for what it is"
    events = [
        Event(id="a", label=label, level="middle", lost=ids[:1], text="…"),
        Event(id="b", label="Short", level="end", back=ids[:1], lost=ids[:-1], text="…"),
    ]
    ties = [
        Tie(id=f"t{index}", kind=KINDS[index % 3], between=[*pair], level=LEVELS[index % 3].id, label="what it is", text="…")
        for index, pair in enumerate(zip(ids, ids[1:], strict=False))
    ]
    about = About(
        title="", kind="", running_time=1, link="", sources=[], levels=LEVELS, sides=[f"Side {side}" for side in range(sides)]
    )
    return Film(about=about, cast=tuple(cast), timeline=tuple(events), ties=tuple(ties))


def drawings(film: Film) -> list[Drawing]:
    survivors = [draw_head(film), *(draw_piece(piece, film) for piece in pieces(film))]
    return [*survivors, *(draw_ties(film, level.id) for level in film.levels)]


def box_of_token(token: Token) -> Box:
    reach = token.radius * (REACH if token.person.shape else 1)
    return Box(token.x - reach, token.y - reach, token.x + reach, token.y + reach)


def upright(drawing: Drawing) -> list[Box]:
    """The lifelines."""
    found = [re.fullmatch(r"M(\S+) (\S+)V(\S+)", strand.d) for strand in drawing.strands]
    return [Box(x, top, x, bottom) for x, top, bottom in (map(float, match.groups()) for match in found if match)]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("number", range(1, 13))
def test_nothing_in_a_picture_overlaps_or_leaves_it(number: int, name: str) -> None:
    films = [film_of(number, sides, NAMES[name]) for sides in range(1, min(number, 4) + 1)]
    for drawing in (drawing for film in films for drawing in drawings(film)):
        boxes = [*map(box_of_token, drawing.tokens), *map(box_of, drawing.labels)]
        assert [box for box in boxes if box.left < 0 or box.right > WIDTH or box.top < 0 or box.bottom > drawing.height] == []
        assert [pair for pair in combinations(boxes, 2) if pair[0].meets(pair[1])] == []
        lines = upright(drawing)
        assert [(label.text, line) for label in drawing.labels for line in lines if box_of(label).meets(line)] == []
        numbers = [(float(x), float(y)) for strand in drawing.strands for x, y in re.findall(r"(-?[\d.]+) (-?[\d.]+)", strand.d)]
        assert [point for point in numbers if not (0 <= point[0] <= WIDTH and 0 <= point[1] <= drawing.height)] == []


@pytest.mark.parametrize("root", FILMS, ids=lambda root: root.name)
def test_every_new_tie_has_its_label_in_the_picture(root: Path) -> None:
    film, _ = load_film(root / "docs" / "_data", root)
    for level in film.levels:
        labels = {label.text for label in draw_ties(film, level.id).labels}
        assert {tie.label for tie in film.ties if tie.level == level.id} <= labels


def test_tokens_differ_by_the_shape_of_their_side() -> None:
    assert len({outline(side, RADIUS) for side in range(12)}) == 12


CALLED = [
    (["Dr. Anna Lee", "Axel Moe Jr.", "Bo"], [("Anna", "AL"), ("Axel", "AM"), ("Bo", "B")]),
    (["Anna Lee", "Axel Lee"], [("Anna", "An"), ("Axel", "Ax")]),
    (["Anna Lee", "Anna Moe"], [("Anna Lee", "AL"), ("Anna Moe", "AM")]),
]


@pytest.mark.parametrize(("names", "called"), CALLED, ids=["titles", "same initials", "same first name"])
def test_everybody_has_initials_and_a_short_name_of_their_own(names: list[str], called: list[tuple[str, str]]) -> None:
    cast = [Character(id=name, name=name, actor="A", side="Side 0", enters="", sources=[]) for name in names]
    found = people(Film(about=film_of(1, 1).about, cast=tuple(cast)))
    assert [(one.short, one.initials) for one in found] == called


def test_words_are_wrapped_and_a_word_that_is_too_long_is_cut() -> None:
    lines = set_lines("a few words and Donaudampfschifffahrtsgesellschaft", 100)
    assert len(lines) > 2
    assert lines[-1].endswith("…")
    assert all(text_width(line) <= 100 for line in lines)


def test_kinds_of_ties_differ_by_their_line_and_not_by_colour_alone() -> None:
    film = film_of(4, 2)
    strands = {strand.look: strand.d for strand in draw_ties(film, "end").strands}
    assert strands["tie tie--fight"].count("L") > 8, "no zigzag"
    assert "C" in strands["tie tie--betrayal tie--before"]
    assert strands["tie tie--arrow tie--before"].count("L") == 2
    assert "C" in strands["tie tie--tie tie--before"]


# ── As pages have them ───────────────────────────────────────────────────────

TIMELINE = """\
- id: booth
  label: A booth at the fair
  level: fair
  text: A sleepwalker tells the future.
- id: knife
  label: A night in town
  level: murders
  lost: [{first}]
  text: Somebody is found stabbed.
- id: frame
  label: The courtyard
  level: asylum
  cast: [francis, cesare]
  back: [{first}]
  lost: [{last}]
  text: The teller of the tale turns out to be a patient.
"""
BOTH = page("<!-- film:survivors -->\n\n<!-- film:ties -->\n\n<!-- film:timeline -->\n\n<!-- film:cast -->\n")
ONE = {"docs/note.md": BOTH, "docs/_data/timeline.yml": TIMELINE.format(first="cesare", last="francis")}
TIES = (CALIGARI / "docs" / "_data" / "ties.yml").read_text(encoding="utf-8")
ANOTHER = {
    "docs/note.md": BOTH,
    "docs/_data/timeline.yml": TIMELINE.format(first="francis", last="cesare, francis"),
    "docs/_data/ties.yml": TIES.partition("- id: frame")[0].replace("level: murders", "level: asylum"),
}


CHANGE = re.compile(r"\w+ (?:is|are) (?:back|lost|left)")


def bodies(html: str) -> list[tuple[str, str]]:
    """(level, what is sealed) of each spoiler."""
    found = parse(html).css("details.spoiler")
    return [(node.attributes["data-level"], node.css_first(".spoiler__body").inner_html) for node in found]


def outside(html: str) -> str:
    body = parse(html)
    for inner in body.css(".spoiler__body"):
        inner.remove()
    return body.inner_html


def said(nodes: list[LexborNode]) -> str:
    return " ".join(" ".join(node.text() for node in nodes).split())


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The second film with a page of pictures."""
    site = build_in(lay(tmp_path_factory.mktemp("pictures"), ONE))
    assert site.said == []
    return site


@pytest.fixture(scope="module")
def blocks(built: Built) -> dict[tuple[str, str], LexborNode]:
    """What is sealed in each picture at each level."""
    found = {}
    for name in ("survivors", "ties"):
        for node in parse(built.page("note")).css(f".{name} details"):
            found[name, node.attributes["data-level"]] = parse(node.css_first(".spoiler__body").inner_html)
    return found


def test_every_level_has_one_block_in_each_picture(blocks: dict[tuple[str, str], LexborNode]) -> None:
    assert list(blocks) == [(name, level) for name in ("survivors", "ties") for level in ("fair", "murders", "asylum")]
    for block in blocks.values():
        assert [node.tag for node in block.iter()] == ["svg", "ul"]


def test_the_public_head_has_everybody(built: Built) -> None:
    head = parse(built.page("note")).css_first(".survivors > svg")
    assert said(head.css("text")) == "F C Holstenwall: two Francis Cesare"
    assert head.css(".token--lost") == []


def test_a_level_tells_its_own_part_and_nothing_of_a_later_one(blocks: dict[tuple[str, str], LexborNode]) -> None:
    told = {level: said(block.css("li")) for (name, level), block in blocks.items() if name == "survivors"}
    assert told == {
        "fair": "Nothing changes here. Two are left: Francis, Cesare.",
        "murders": "A night in town: Cesare is lost. One is left: Francis.",
        "asylum": "The courtyard: Cesare is back. The courtyard: Francis is lost. One is left: Cesare.",
    }
    drawn = [len(block.css(".token--lost")) for (name, _), block in blocks.items() if name == "survivors"]
    assert drawn == [0, 1, 1]
    ties = {level: block for (name, level), block in blocks.items() if name == "ties"}
    labels = {level: [node.text() for node in block.css("text.title")] for level, block in ties.items()}
    assert labels == {"fair": ["a prophecy"], "murders": ["over the roofs"], "asylum": ["in a tale"]}
    assert [len(block.css(".tie--before")) for block in ties.values()] == [0, 1, 2]


def test_the_words_beside_a_picture_say_what_it_shows(blocks: dict[tuple[str, str], LexborNode]) -> None:
    for (name, level), block in blocks.items():
        assert block.css_first("svg").attributes["aria-hidden"] == "true"
        spoken, drawn = said(block.css("li")), said(block.css("text"))
        if name == "survivors":
            assert CHANGE.findall(spoken) == CHANGE.findall(drawn) != []
        else:
            titles = [node.text() for node in block.css("text.title")]
            assert titles
            assert all(title in spoken for title in titles), level


def test_what_is_outside_of_the_seals_is_the_same_whatever_they_hold(built: Built, build_site: Build) -> None:
    assert _readable(built) == _readable(build_site(ANOTHER))


def _readable(built: Built) -> dict[str, str]:
    """Every public file of a site, without what is sealed in it."""
    assert built.said == []
    files = [path for path in built.site.rglob("*") if path.suffix in (".html", ".json", ".xml")]
    own = [path for path in files if not re.search(r"index\.\w+\.json", path.name)]
    public = {path.relative_to(built.site).as_posix(): path.read_text(encoding="utf-8") for path in own}
    assert "note/index.html" in public
    assert "search/search_index.json" in public
    return {name: outside(text) if name.endswith(".html") else text for name, text in public.items()}


def test_a_level_is_the_same_whatever_happens_later(built: Built, build_site: Build) -> None:
    timeline, ties = TIMELINE.format(first="cesare", last="cesare"), TIES.partition("- id: frame")[0]
    later = build_site({**ONE, "docs/_data/timeline.yml": timeline, "docs/_data/ties.yml": ties})
    assert later.said == []
    one, another = (bodies(site.page("note")) for site in (built, later))
    assert [body for body in one if body[0] != "asylum"] == [body for body in another if body[0] != "asylum"]
    assert one != another


@pytest.mark.parametrize("name", ["survivors", "ties"])
def test_pictures_stand_in_the_open_within_a_spoiler_of_their_level(name: str, build_site: Build) -> None:
    built = build_site({"docs/note.md": page(f'??? spoiler murders "All"\n    <!-- film:{name} -->\n')})
    assert built.said == []
    assert [level for level, _ in bodies(built.page("note"))] == ["murders", "asylum"]


def test_search_reads_the_words_and_not_the_drawing(built: Built) -> None:
    site = built.site
    docs = json.loads((site / "search" / "search_index.murders.json").read_text(encoding="utf-8"))["docs"]
    (entry,) = [doc for doc in docs if doc["title"] == "who is left" and doc["location"].startswith("note/")]
    assert entry["text"] == "<p>A night in town: Cesare is lost.</p><p>One is left: Francis.</p>"
    public = (site / "search" / "search_index.json").read_text(encoding="utf-8")
    assert "Holstenwall: two" not in public
    assert "Holstenwall: Francis, Cesare" in public


def test_a_token_stands_with_everybody_in_the_cast_and_in_an_event(built: Built) -> None:
    article = parse(built.page("note")).css_first("article")
    assert [node.css_first(DRAWING).text().strip() for node in article.css("th[scope=row]")] == ["F", "C"]
    assert [said(node.css(DRAWING)) for node in article.css(".timeline__cast")] == ["F C"]
    assert parse(outside(article.html)).css(".timeline svg") == []


def test_labels_keep_who_may_read_them() -> None:
    film = film_of(2, 2)
    piece = pieces(film)[1]
    levels = {label.text: label.level for label in draw_piece(piece, film).labels}
    assert levels["A0 is lost."] == "middle"
    assert {level for text, level in levels.items() if text.startswith("Something")} == {"public"}
