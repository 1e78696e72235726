"""The real site, read back: whatever its film, every page is whole, deployable, and keeps to itself."""

import json
import re
from pathlib import Path
from urllib.parse import urljoin, urlsplit
from xml.etree import ElementTree

import pytest
from microsite.film import load_film
from microsite.html import parse
from microsite.nav import nav_pages
from mkdocs.commands.build import build
from mkdocs.config import load_config
from sites import ROOT

FILM, _ = load_film(ROOT / "docs" / "_data", ROOT)
CONFIG = load_config(str(ROOT / "mkdocs.yml"))
NAV = list(nav_pages(CONFIG.nav))
PAGES = [*NAV, *(path.name for path in sorted((ROOT / "docs").glob("*.md")) if path.name not in NAV)]
LOADED = {"link": "href", "script": "src", "img": "src", "source": "src", "iframe": "src", "use": "href"}


def url_of(name: str) -> str:
    return "" if name == "index.md" else name.removesuffix(".md") + "/"


def whole(site: Path, name: str) -> str:
    return (site / url_of(name) / "index.html").read_text(encoding="utf-8")


def page_with(what: str, mark: str, site: Path) -> str:
    """The address of the first page that holds a mark. Without one there is nothing to try: no film has to have it."""
    found = [url_of(name) for name in PAGES if re.search(mark, whole(site, name))]
    return found[0] if found else pytest.skip(f"no page of this film has {what}")


def most_sealed(site: Path) -> str:
    """The address of the page with the most spoilers."""
    return url_of(max(PAGES, key=lambda name: whole(site, name).count("<details")))


def meta(html: str, key: str) -> list[str]:
    return re.findall(rf'<meta (?:name|property)="{re.escape(key)}" content="([^"]*)"', html)


@pytest.mark.parametrize("name", NAV)
def test_a_page_has_a_public_face(name: str, real_site: Path) -> None:
    html = whole(real_site, name)
    (description,) = meta(html, "description")
    assert meta(html, "og:description") == [description]
    assert len(meta(html, "og:title")) == len(meta(html, "og:url")) == len(meta(html, "og:type")) == 1
    assert re.findall(r'<link rel="canonical" href="([^"]+)"', html) == [urljoin(CONFIG.site_url, url_of(name))]
    assert html.count("<h1") == 1
    assert '<html lang="' in html


@pytest.mark.parametrize("name", NAV)
def test_structured_data_parses_and_names_the_film(name: str, real_site: Path) -> None:
    (block,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', whole(real_site, name), re.DOTALL)
    data = json.loads(block)
    assert data["@type"] == "Article"
    assert data["about"]["name"] == FILM.about.title


@pytest.mark.parametrize("name", [*NAV, "404"])
def test_nothing_is_loaded_from_a_third_party(name: str, real_site: Path) -> None:
    html = (real_site / "404.html").read_text(encoding="utf-8") if name == "404" else whole(real_site, name)
    own = urlsplit(CONFIG.site_url).netloc
    loaded = [url for tag, key in LOADED.items() for url in re.findall(rf'<{tag}\b[^>]*\s{key}="([^"]*)"', html)]
    assert loaded
    assert {urlsplit(url).netloc for url in loaded} <= {"", own}
    assert "fonts.g" not in html


@pytest.mark.parametrize("name", NAV)
def test_every_link_inside_the_site_is_relative(name: str, real_site: Path) -> None:
    links = [node.attributes["href"] or "" for node in parse(whole(real_site, name)).css("a[href]")]
    assert links
    assert not [link for link in links if link.startswith("/")]


def test_home_is_free_of_spoilers(real_site: Path) -> None:
    assert "<details class=\"spoiler" not in whole(real_site, NAV[0])


@pytest.mark.parametrize("name", NAV)
def test_every_spoiler_is_closed_and_names_its_level(name: str, real_site: Path) -> None:
    for spoiler in parse(whole(real_site, name)).css("details.spoiler"):
        level = FILM.level(spoiler.attributes["data-level"] or "")
        summary = " ".join(spoiler.css_first("summary").text().split())
        assert "open" not in spoiler.attributes
        assert level is not None
        assert summary.startswith("Spoiler:")
        assert summary.endswith(level.name)


def test_every_quote_is_shown_and_every_source_cited(real_site: Path) -> None:
    pages = "".join(" ".join(parse(whole(real_site, name)).css_first("article").text().split()) for name in NAV)
    assert not [quote.id for quote in FILM.quotes if quote.words not in pages]
    assert pages.count("Cited in") == len(FILM.sources)


def test_the_sitemap_lists_every_page_of_the_nav(real_site: Path) -> None:
    namespace = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}
    locations = [node.text for node in ElementTree.parse(real_site / "sitemap.xml").findall("s:url/s:loc", namespace)]
    assert {urljoin(CONFIG.site_url, url_of(name)) for name in NAV} <= set(locations)


def test_the_404_page_is_not_indexed(real_site: Path) -> None:
    assert meta((real_site / "404.html").read_text(encoding="utf-8"), "robots") == ["noindex"]


@pytest.mark.parametrize("path", ["/", "/films/iss/"], ids=["root", "sub-path"])
def test_the_404_page_leads_back_from_any_depth(path: str, tmp_path: Path) -> None:
    """It is served at addresses of every depth, so it alone can't use relative links."""
    build(load_config(str(ROOT / "mkdocs.yml"), site_dir=str(tmp_path / "site"), site_url=f"https://example.org{path}"))
    links = re.findall(r'(?:href|src)="([^"]*)"', (tmp_path / "site" / "404.html").read_text(encoding="utf-8"))
    inside = [link for link in links if "://" not in link and not link.startswith(("#", "javascript:"))]
    assert {path + url_of(name) for name in NAV[1:]} <= set(inside)
    assert [link for link in inside if not link.startswith(path)] == []
    assert [link for link in inside if not (tmp_path / "site" / link.removeprefix(path)).exists()] == []


def test_no_comment_and_no_source_map_is_published(real_site: Path) -> None:
    assert not list(real_site.rglob("*.map"))
    assert not [path for path in real_site.rglob("*.html") if "<!--" in path.read_text(encoding="utf-8")]


def test_nothing_of_the_data_is_published(real_site: Path) -> None:
    assert not list(real_site.rglob("*.yml"))
    assert not (real_site / "_data").exists()


def test_the_favicon_is_there(real_site: Path) -> None:
    assert (real_site / CONFIG.theme["favicon"]).exists()


@pytest.mark.parametrize("name", NAV)
def test_quotes_and_dashes_are_those_of_print(name: str, real_site: Path) -> None:
    article = parse(whole(real_site, name)).css_first("article")
    for other in article.css("code, pre, kbd"):
        other.decompose()
    assert re.findall(r".{0,20}(?:[\"']|--| - ).{0,20}", article.text()) == []
