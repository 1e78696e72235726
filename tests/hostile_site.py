"""A site in which everything that can be written is an attack, less what the build refuses, and what it says of that."""

import json
import re
from bisect import bisect_right
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path

from attacks import ATTACKS, LEVELS, TEXTS, data_files, dumped
from cases import PLACED
from sites import CALIGARI, HOOKS, Built, build_in, lay

CANARY = "canary-that-nobody-may-read"
LONG = "A description of more than forty letters, "
HEAD = "---\ntitle: {title}\ndescription: {description}\n---\n\n"
ROUNDS = 10  # of builds, each of which hears of what the one before has hidden
TOGETHER = 5  # texts on a page
WITHOUT_AUDIT = [hook for hook in HOOKS if "leak_audit" not in hook]  # to which most attacks are rows of words that spoilers have too
START = 6  # the first line below a page's front matter
# What a message says of an element or an attribute, wherever it finds it: the first of several alike may stand elsewhere.
NAMED = (re.compile(r"(<[\w-]+)> can't stand"), re.compile(r"'(on\w+|style)' (?:would|gives)"), re.compile(r"> can't have '([^' ]+)'"), re.compile(r"'([^']+)' (?:leads|is not)"))
# Every place in a page where words can stand.
PLACES = (
    "{}",
    "# {}",
    "- {}",
    "> {} ([a](source:source-0))",
    "| {} |\n| --- |\n| x |",
    "[{}](index.md)",
    '[words](index.md "{}")',
    "![{}](assets/favicon.svg)",
    f'??? spoiler {LEVELS[0]} "{{}}"\n    Words.',
    "`{}`",
    "```\n{}\n```",
    "*[TLA]: {}\n\nTLA",
    "A note[^a].\n\n[^a]: {}",
    "<b>{}</b>",
    '<b title="{}">words</b>',
    "<b class='{}'>words</b>",
    "<!-- {} -->",
    '<!-- film:cast caption="{}" columns=actor -->',
    "<!-- film:quote {} -->",
    "<!-- film:cast rows={} -->",
    '=== "{}"\n\n    Words.',
    '!!! note "{}"\n    Words.',
    'Words\n{{ title="{}" }}',
    "## Words {{ #{} }}",
    "[words]({})",
    "[words](<{}>)",
    "![words]({})",
    "??? spoiler {} \"Words\"\n    Words.",
)


@dataclass
class Page:
    """A page of the site: its head, and the paragraphs that stand in it still."""

    head: str
    parts: list[str]

    @property
    def text(self) -> str:
        return self.head + "\n\n".join(self.parts) + "\n"

    def drop(self, lines: Iterable[int], marks: Collection[str] = ()) -> None:
        """Take out the paragraphs that stand at these lines, or that hold one of the marks outside of code, and a head that is meant."""
        starts = [START, *(START + end for end in accumulate(part.count("\n") + 2 for part in self.parts[:-1]))]
        gone = {bisect_right(starts, line) - 1 for line in lines}
        gone |= {index for index, part in enumerate(self.parts) if part[0] != "`" and any(mark in part.lower() for mark in marks)}
        self.parts = [part for index, part in enumerate(self.parts) if index not in gone]
        if -1 in gone:
            self.head = HEAD.format(title="A page", description=f"{LONG}and no attack")


@dataclass
class Hostile:
    """The site at last, the pages that were left of it, and all that was said on the way there."""

    built: Built
    pages: dict[str, Page]
    refused: list[str]


def pages() -> dict[str, Page]:
    """Pages with each text in each place, and with each attack on Markdown and in an address, some on every page."""
    found = {}
    for number in range(0, len(TEXTS), TOGETHER):
        attacks = TEXTS[number : number + TOGETHER]
        title, description = (json.dumps(" ".join([start, *attacks])[:most]) for start, most in ((str(number), 70), (LONG, 200)))
        parts = [place.replace("{}", attack).replace("{{", "{").replace("}}", "}") for attack in attacks for place in PLACES]
        found[f"docs/p{number}.md"] = Page(HEAD.format(title=title, description=description), parts)
    others = [*ATTACKS["markdown"], *(f"[words]({address})" for address in ATTACKS["address"])]
    for number in range(0, len(others), 2 * TOGETHER):
        head = HEAD.format(title=f"Page {number}", description=f"{LONG}and no attack")
        found[f"docs/m{number}.md"] = Page(head, others[number : number + 2 * TOGETHER])
    return found


def settings(names: list[str]) -> str:
    """mkdocs.yml with attacks wherever it says something to readers; `names` are those of the pages."""
    base = (CALIGARI / "mkdocs.yml").read_text(encoding="utf-8").partition("site_name")[0]
    nav = [{"Home": "index.md"}, *({f"nav {attack}": name.removeprefix("docs/")} for attack, name in zip(TEXTS, names, strict=False))]
    film_facing = {"site_name": " ".join(TEXTS), "site_description": " ".join(TEXTS), "nav": nav, "not_in_nav": "*"}
    return base + dumped({**film_facing, "repo_url": "", "hooks": WITHOUT_AUDIT, "extra": {"foot": [{f"foot {attack}": "index.md"} for attack in TEXTS]}})


def hostile_site(folder: Path) -> Hostile:
    """Build its pages, take out what is refused, and build them again, until nothing is refused; then with the data and the settings."""
    texts = pages()
    data = {f"docs/_data/{name}.yml": dumped(value) for name, value in data_files().items()}
    hooks = {"mkdocs.yml": "\n".join([(CALIGARI / "mkdocs.yml").read_text(encoding="utf-8"), dumped({"hooks": WITHOUT_AUDIT})])}
    lay(folder, {**data, **hooks, "docs/ending.md": None, "docs/index.md": HEAD.format(title="All", description=f"{LONG}and no attack")})
    config = (folder / "mkdocs.yml").read_text(encoding="utf-8").replace("  - The ending: ending.md\n", "")
    (folder / "mkdocs.yml").write_text(config.replace('not_in_nav: ""', 'not_in_nav: "*"'), encoding="utf-8")
    (folder / "canary.txt").write_text(CANARY, encoding="utf-8")
    refused: list[str] = []
    for _ in range(ROUNDS):
        for path, page in texts.items():
            (folder / path).write_text(page.text, encoding="utf-8")
        problems = build_in(folder).problems
        if not problems:
            lay(folder, {**data, "docs/ending.md": None, "docs/index.md": everything(), "mkdocs.yml": settings(list(texts))})
            return Hostile(build_in(folder), texts, refused)
        told: dict[str, list[re.Match[str]]] = {}
        for found in map(PLACED.fullmatch, problems):
            told.setdefault(found["path"], []).append(found)
        for path, alike in told.items():
            marks = {mark for found in alike if refused for pattern in NAMED for mark in pattern.findall(found["message"])}
            texts[path].drop([int(found["line"]) for found in alike], marks)
        refused += problems
    raise AssertionError(problems)


def everything() -> str:
    """A page with all that is made of the data."""
    directives = [f"<!-- film:{name} -->" for name in ("cast", "timeline", "survivors", "ties", "credits", "sources")]
    quotes = [f"<!-- film:quote quote-{number} -->" for number in range(len(TEXTS))]
    return HEAD.format(title="All of it", description=f"{LONG}and all attacks") + "\n\n".join(["# All", *directives, *quotes]) + "\n"
