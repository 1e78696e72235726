"""What a host is told to send: a policy that lets every page do what it does, and for each file how long it keeps."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hosts import headers_of, read_rules
from microsite.headers import LONGEST, MOST, header_policy, headers_file, is_hashed
from microsite.policy import Inline
from sites import TESTS, Built
from test_policy import directives, hashed, policies

GOLDEN = TESTS / "hosting" / "_headers"
# What changes with every release of the theme, and with every line of our own scripts.
VARYING = re.compile(r"'sha256-[\w+/=]+'(?: 'sha256-[\w+/=]+')*|(?<=\.)[0-9a-f]{8}(?=\.)")
OWN = "# Ours.\n/assets/*\n  X-Robots-Tag: noindex\n"
MANY = Inline(frozenset(hashed(str(number)) for number in range(40)))


def sent(text: str, path: str) -> dict[str, str]:
    return headers_of(path, read_rules(text))


def test_the_headers_of_a_tiny_site_are_these(build_site: Callable[..., Built]) -> None:
    text = (build_site().site / "_headers").read_text(encoding="utf-8")
    assert VARYING.sub("…", text) == GOLDEN.read_text(encoding="utf-8")


def test_the_policy_of_the_headers_allows_whatever_a_page_s_own_does(real_site: Path) -> None:
    headers = sent((real_site / "_headers").read_text(encoding="utf-8"), "/any/page/")
    everywhere = directives(headers["Content-Security-Policy"])
    assert everywhere.pop("frame-ancestors") == ["'none'"]
    own = policies(real_site)
    for path, policy in own.items():
        assert policy.keys() == everywhere.keys(), path
        assert all({*sources} <= {*everywhere[name]} for name, sources in policy.items()), path
    allowed = {name: {source for policy in own.values() for source in policy[name]} for name in everywhere}
    assert {name: {*sources} for name, sources in everywhere.items()} == allowed


@pytest.mark.parametrize("name", ["assets/javascripts/bundle.a5f9d56c.min.js", "assets/film.0123abcd.css", "film.0123abcd.js"])
def test_a_file_whose_name_has_its_hash_is_kept_for_a_year(name: str) -> None:
    assert is_hashed(name)
    headers = sent(headers_file(Inline(), [name], "https://example.org/"), f"/{name}")
    assert headers["Cache-Control"] == "public, max-age=31536000, immutable"


@pytest.mark.parametrize("name", ["assets/film.js", "assets/picture.0123abcd.svg", "a.0123abc.js", "a.0123ABCD.js", "bundle.min.js", "index.html"])
def test_all_else_is_asked_for_again(name: str) -> None:
    assert not is_hashed(name)
    headers = sent(headers_file(Inline(), ["a.0123abcd.js"], "https://example.org/"), f"/{name}")
    assert headers["Cache-Control"] == "public, max-age=0, must-revalidate"


def test_an_author_s_file_that_looks_like_one_with_a_hash_is_asked_for_again(build_site: Callable[..., Built]) -> None:
    site = build_site({"docs/assets/notes.20240119.css": "p { color: red }"}).site
    text = (site / "_headers").read_text(encoding="utf-8")
    assert (site / "assets" / "notes.20240119.css").exists()
    assert sent(text, "/assets/notes.20240119.css")["Cache-Control"] == "public, max-age=0, must-revalidate"


def test_only_cards_are_for_pages_of_other_sites() -> None:
    text = headers_file(Inline(), [], "https://example.org/")
    assert sent(text, "/assets/cards/index.png")["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert sent(text, "/assets/window.png")["Cross-Origin-Resource-Policy"] == "same-origin"


@pytest.mark.parametrize("base", ["/", "/films/caf%C3%A9/"], ids=["served at the root", "served below the path"])
def test_the_rules_hold_whether_a_host_serves_the_site_below_its_path_or_not(base: str) -> None:
    text = headers_file(Inline(), ["assets/a.0123abcd.js"], "https://example.org/films/café/")
    assert "immutable" in sent(text, f"{base}assets/a.0123abcd.js")["Cache-Control"]
    assert sent(text, f"{base}assets/cards/index.png")["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert "default-src 'none'" in sent(text, f"{base}ending/")["Content-Security-Policy"]


@pytest.mark.parametrize(("address", "told"), [
    ("https://example.org/", True),
    ("https://example.org", True),
    ("https://example.org/films/", False),
    ("http://example.org/", False),
    (None, False),
])  # fmt: skip
def test_only_a_host_that_is_the_site_s_alone_is_bound_to_https(address: str | None, told: bool) -> None:
    assert ("Strict-Transport-Security" in sent(headers_file(Inline(), [], address), "/")) is told


def test_headers_of_a_film_are_put_below_those_of_the_build(build_site: Callable[..., Built]) -> None:
    text = (build_site({"docs/_headers": OWN.replace("\n", "\r\n")}).site / "_headers").read_text(encoding="utf-8")
    assert text.endswith(f"\n\n{OWN}")
    headers = sent(text, "/assets/javascripts/own.js")
    assert headers["X-Robots-Tag"] == "noindex" and "Content-Security-Policy" in headers


def test_where_a_line_can_t_name_all_scripts_the_pages_own_policies_do() -> None:
    short, long = directives(header_policy(Inline())), directives(header_policy(MANY))
    assert short.keys() - long.keys() == {"default-src", "script-src", "style-src"}
    assert {name: short[name] for name in long} == long
    assert all(len(line) <= LONGEST for line in headers_file(MANY, [], None).splitlines())


def test_there_are_no_more_rules_than_hosts_read() -> None:
    names = [f"a.{number:08x}.js" for number in range(200)]
    assert len(read_rules(headers_file(Inline(), names, "https://example.org/", OWN))) == MOST
