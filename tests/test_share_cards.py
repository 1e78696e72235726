"""Each page has a card: the right size, small, the same on every build, drawn once, with its words inside and none too early."""

import re
from collections.abc import Callable
from pathlib import Path
from struct import unpack
from unittest.mock import patch
from urllib.parse import unquote, urlsplit

import pytest
from microsite.built_files import read_surfaces
from microsite.claims import claim
from microsite.film import Film
from microsite.html import parse
from microsite.nav import nav_pages
from microsite.partials import Partials
from microsite.share_cards import HEIGHT, MARGIN, WIDTH, Pictures, card_path, draw, render, styles
from microsite.typesetting import balanced, fit, widest_word, wrap
from mkdocs.config import load_config
from sites import CALIGARI, ROOT, Built, build_in, lay, page

PARTIALS = Partials(ROOT / "overrides")
WORDS = {"label": "A film, explained", "title": "The ending", "lead": "What becomes of everybody, told in steps."}
LONG = [
    "W" * 70,
    "What happened in the long hours before anybody on board had understood",
    "Antidisestablishmentarianism, and whether incomprehensibilities matter",
    "…" * 70,
]
NAV = list(nav_pages(load_config(str(ROOT / "mkdocs.yml")).nav))
RED = '<rect width="100%" height="100%" fill="#f00"/>'


def size(png: bytes) -> tuple[int, int]:
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    return unpack(">LL", png[16:24])


def drawn(**words: str) -> str:
    return draw(PARTIALS, **{**WORDS, "scene": "", **words})


def part(svg: str, x: float, y: float, width: float, height: float) -> bytes:
    """A piece of a drawing, as it is painted."""
    box = f'width="{width}" height="{height}" viewBox="{x} {y} {width} {height}"'
    return render(re.sub(r'width="1200" height="630" viewBox="[^"]*"', box, svg, count=1))


EMPTY = drawn(label="", title="", lead="")


def head(html: str) -> dict[str, str]:
    nodes = parse(html.replace("<body", "<div").replace("<head>", "")).css("meta[content]")
    return {(node.attributes.get("property") or node.attributes.get("name")): node.attributes["content"] for node in nodes}


@pytest.mark.parametrize("name", NAV)
def test_a_page_of_the_real_site_has_a_card_that_networks_take(name: str, real_site: Path) -> None:
    told = head((real_site / ("" if name == "index.md" else name.removesuffix(".md")) / "index.html").read_text(encoding="utf-8"))
    assert told["og:image"] == told["twitter:image"]
    assert urlsplit(told["og:image"]).scheme == "https"
    png = (real_site / unquote(urlsplit(told["og:image"]).path).lstrip("/")).read_bytes()
    assert size(png) == (WIDTH, HEIGHT) == (int(told["og:image:width"]), int(told["og:image:height"]))
    assert len(png) < 300_000
    assert told["twitter:card"] == "summary_large_image"
    assert told["og:image:alt"] == told["twitter:image:alt"]
    assert told["og:title"] in told["og:image:alt"]


def test_pages_of_one_name_in_two_folders_have_two_cards_and_pages_beside_the_nav_none(build_site: Callable[..., Built]) -> None:
    config = (CALIGARI / "mkdocs.yml").read_text(encoding="utf-8").replace("- The ending:", "- Ends:\n    - On the fair: fair/ending.md\n    - Last:")
    built = build_site({"mkdocs.yml": config, "docs/fair/ending.md": page("# The fair\n", "On the fair"), "docs/note.md": page("# Note\n")})
    assert sorted(path.relative_to(built.site).as_posix() for path in built.site.glob("assets/cards/**/*.png")) == [
        "assets/cards/ending.png",
        "assets/cards/fair/ending.png",
        "assets/cards/index.png",
    ]
    assert head(built.page("fair/ending"))["og:image"] == "https://iss-explained.example/assets/cards/fair/ending.png"
    assert head(built.page("note"))["twitter:card"] == "summary"
    assert "og:image" not in head(built.page("note"))
    assert '"image": "https://iss-explained.example/assets/cards/fair/ending.png"' in built.page("fair/ending")


def test_a_name_is_written_as_addresses_are() -> None:
    assert card_path("deep/a page.md") == "assets/cards/deep/a page.png"


def test_a_site_without_an_address_has_no_cards_and_says_so_nowhere(build_site: Callable[..., Built]) -> None:
    built = build_site(site_url="", strict=True)
    assert built.said == []
    assert not (built.site / "assets" / "cards").exists()
    assert "og:image" not in head(built.page())
    assert head(built.page())["twitter:card"] == "summary"


def test_words_that_the_font_cannot_write_make_no_card_instead_of_an_empty_one(build_site: Callable[..., Built]) -> None:
    built = build_site({"docs/ending.md": page("# 結末 {#the-frame}\n", title="結末")}, strict=True)
    assert built.said == []
    assert not (built.site / "assets/cards/ending.png").exists()
    assert "og:image" not in head(built.page("ending"))


def test_the_same_words_make_the_same_bytes() -> None:
    assert render(drawn()) == render(drawn())


def test_a_card_is_drawn_once_and_kept_for_later_builds(tmp_path: Path) -> None:
    folder = lay(tmp_path)
    (folder / ".cache").unlink()
    first = (build_in(folder).site / "assets/cards/ending.png").read_bytes()
    with patch("microsite.share_cards.render", side_effect=AssertionError("drawn again")):
        assert (build_in(folder).site / "assets/cards/ending.png").read_bytes() == first
    assert len(list((folder / ".cache/cards").iterdir())) == 2


def test_what_a_build_has_not_used_is_forgotten(tmp_path: Path) -> None:
    with patch("microsite.share_cards.render", side_effect=str.encode):
        old = Pictures(tmp_path / "cards")
        old.png("one")
        old.png("two")
        new = Pictures(tmp_path / "cards")
        assert new.png("two") == b"two"
        new.prune()
    assert [path.read_bytes() for path in (tmp_path / "cards").iterdir()] == [b"two"]


def test_where_nothing_can_be_kept_a_card_is_drawn_all_the_same(tmp_path: Path) -> None:
    (tmp_path / "cards").touch()
    pictures = Pictures(tmp_path / "cards")
    with patch("microsite.share_cards.render", side_effect=str.encode):
        assert pictures.png("one") == b"one"
        pictures.prune()


def test_what_a_killed_build_has_kept_of_a_card_is_forgotten_and_what_a_running_one_has_is_not(tmp_path: Path) -> None:
    (tmp_path / "killed.part").touch()
    with claim(tmp_path / "running.part"):
        Pictures(tmp_path).prune()
    assert [path.name for path in tmp_path.iterdir()] == ["running.part"]


def test_no_part_of_a_card_stays_where_there_is_no_room_for_all_of_it(tmp_path: Path) -> None:
    pictures = Pictures(tmp_path)
    with patch("microsite.share_cards.render", side_effect=str.encode), patch("os.replace", side_effect=OSError(28, "No space left on device")):
        assert pictures.png("one") == b"one"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("words", LONG, ids=["one-word", "many-words", "long-words", "no-words"])
def test_long_words_stay_inside(words: str) -> None:
    """Nothing is painted in the margins that is not there without the words."""
    card = drawn(label=words, title=words, lead=f"{words} {words} {words}"[:200])
    right = (WIDTH - MARGIN + 8, 0, MARGIN - 8, HEIGHT)
    for strip in (right, (0, 0, MARGIN - 8, HEIGHT), (0, 0, WIDTH, 60), (0, HEIGHT - 40, WIDTH, 40)):
        assert part(card, *strip) == part(EMPTY, *strip)
    assert part(card, MARGIN, HEIGHT // 2, 200, 200) != part(EMPTY, MARGIN, HEIGHT // 2, 200, 200)


def test_a_scene_stands_behind_the_words() -> None:
    assert RED in drawn(scene=RED)
    assert part(drawn(scene=RED), 0, 0, 40, 40) != part(drawn(), 0, 0, 40, 40)
    assert "url(#card-air)" not in drawn(scene=RED)


def test_markup_in_words_stays_text() -> None:
    assert "<b>" not in drawn(title='<b>"A & B"</b>')
    assert size(render(drawn(title='<b>"A & B"</b>'))) == (WIDTH, HEIGHT)


def test_the_audit_reads_the_words_of_a_card_as_readers_do() -> None:
    words = " ".join(piece.text for piece in read_surfaces("card.svg", drawn(title=LONG[1]).encode(), Film()) if piece.flows)
    assert LONG[1] in " ".join(words.split())


def test_the_pixels_of_a_picture_are_not_read_as_words() -> None:
    png = render(drawn())
    assert len(read_surfaces("a.png", png, Film())) < 10
    text = b"\0\0\0\x17tEXtComment\0Alan dies there\0\0\0\0"
    for changed in (png[:33] + text + png[33:], png + b"Alan dies there"):
        assert any("Alan dies" in piece.text for piece in read_surfaces("a.png", changed, Film()))


@pytest.mark.parametrize("kind", ["label", "title", "lead"])
def test_no_letter_is_drawn_wider_than_it_is_measured(kind: str) -> None:
    style = getattr(styles(), kind)
    for text in ("WAVE AfoTyp “W.A.”", "The quick brown fox", "mmmmmmmm", "ÄÖÜß Ж Ω fi ffl"):
        svg = drawn(**{**dict.fromkeys(WORDS, ""), kind: text})
        setting = fit(text.upper() if kind == "label" else text, style, WIDTH - 2 * MARGIN)
        edge = MARGIN + max(map(style.font.width, setting.lines)) * setting.size + 4
        assert part(svg, edge, 0, 90, HEIGHT) == part(EMPTY, edge, 0, 90, HEIGHT)


def test_lines_are_as_few_and_as_even_as_can_be() -> None:
    font = styles().lead.font
    assert wrap("one two three", font.width, 100) == ["one two three"]
    assert wrap("one two three", font.width, font.width("one two")) == ["one two", "three"]
    assert balanced("one one one one", font, font.width("one one one")) == ["one one", "one one"]
    assert wrap("three\u00a0four one", font.width, font.width("three\u00a0four")) == ["three\u00a0four", "one"]


def test_a_word_is_broken_only_where_no_size_fits() -> None:
    style = styles().title
    long, longer = "incomprehensibilities", "incomprehensibilities" * 3
    assert fit(long, style, 600).lines == [long]
    assert widest_word(long, style.font) * fit(long, style, 600).size <= 600
    assert "".join(fit(longer, style, 600).lines) == longer
    assert fit(longer, style, 600).size == style.sizes[-1]
