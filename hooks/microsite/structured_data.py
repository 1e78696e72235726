"""What the site tells machines: schema.org's Movie and Article, from public data alone.

https://schema.org/Movie, https://schema.org/Article
"""

from datetime import date
from typing import Any

from .film import Film

# How schema.org calls a crew member's part; what it has no word for is a contributor.
PROPERTIES = {"director": "director", "writer": "author", "composer": "musicBy", "editor": "editor", "producer": "producer"}


def named(film: Film) -> dict[str, Any]:
    """Which film it is."""
    return {"@type": "Movie", "name": film.about.title, "sameAs": film.about.link}


def movie(film: Film) -> dict[str, Any]:
    """The film and who made it, without a word of what happens in it."""
    about = film.about
    data: dict[str, Any] = named(film) | {
        "genre": about.kind,
        "duration": f"PT{about.running_time}M",
        "actor": [person(character.actor) for character in film.cast],
    }
    if about.releases:
        data["datePublished"] = min(release.day for release in about.releases).isoformat()
    for member in about.crew:
        data.setdefault(PROPERTIES.get(member.role, "contributor"), []).append(person(member.name))
    return data


def article(
    film: Film,
    *,
    title: str,
    description: str,
    language: str,
    site_name: str,
    url: str | None,
    home: str | None,
    image: str | None,
    changed: date | None,
    whole: bool,
) -> dict[str, Any]:
    """One page of the site as an article about the film; `whole` says whether it tells who made that.

    `language` is a tag such as "en"; `url`, `home` and `image` are absolute addresses;
    these and `changed`, the day of the last change, are None if unknown.
    """
    site: dict[str, Any] = {"@type": "WebSite", "name": site_name}
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Article",
        "headline": title,
        "description": description,
        "inLanguage": language,
        "author": {"@type": "Organization", "name": site_name},
        "isPartOf": site,
        "about": movie(film) if whole else named(film),
    }
    if url:
        data |= {"url": url, "mainEntityOfPage": url}
    if image:
        data["image"] = image
    if changed:
        data["dateModified"] = changed.isoformat()
    if home:
        site["url"] = home
    return data


def person(name: str) -> dict[str, str]:
    return {"@type": "Person", "name": name}
