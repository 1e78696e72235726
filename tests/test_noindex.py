"""A site that is only for a look asks search engines to leave it alone; the site that is meant asks nothing."""

from collections.abc import Callable

import pytest
from microsite.html import parse
from sites import Built

META = 'meta[name="robots"][content="noindex"]'


def unindexed(built: Built) -> set[str]:
    """The pages that search engines are asked to leave alone."""
    pages = built.site.rglob("*.html")
    return {path.relative_to(built.site).as_posix() for path in pages if parse(path.read_text(encoding="utf-8")).css_first(META)}


def test_only_the_404_page_is_left_alone_by_default(build_site: Callable[..., Built], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NOINDEX", raising=False)
    assert unindexed(build_site(strict=True)) == {"404.html"}


def test_with_noindex_set_every_page_is_left_alone(build_site: Callable[..., Built], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NOINDEX", "true")
    built = build_site(strict=True)
    assert unindexed(built) == {path.relative_to(built.site).as_posix() for path in built.site.rglob("*.html")}
    assert len(unindexed(built)) > 2
