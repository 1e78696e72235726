"""Footnotes and abbreviations: what stands in a spoiler is sealed with it.

Markdown gathers footnotes at the foot of the page, and explains an abbreviation
wherever it stands. Both would carry a spoiler's words outside.
"""

import re
from collections.abc import Iterator, Mapping

from selectolax.lexbor import LexborNode

from .film import Film
from .html import SPOILER, ancestors, parse
from .markdown_lines import Line
from .models import PUBLIC
from .partials import Partials
from .problems import closest, did_you_mean
from .spoiler_levels import level_at, spoiler_level, spoilers_around

FOOTNOTE = re.compile(r"^ *\[\^(?P<name>[^\]\n]+)\]:")
CITED = re.compile(r"\[\^(?P<name>[^\]\n]+)\](?!:)")
ABBREVIATION = re.compile(r"^ *[*]\[(?P<term>[^\]]+)\] ?:")


def check_footnotes(lines: list[Line], levels: Mapping[int, str], film: Film) -> Iterator[tuple[int, str]]:
    """A footnote that nobody cites would be printed for all, and so would one from a spoiler that is cited outside.

    `levels` gives the level of each line that stands in a spoiler.
    """
    written = {match["name"]: line.number for line in lines if not line.code and (match := FOOTNOTE.match(line.text))}
    cited = [(match["name"], line.number) for line in lines for match in CITED.finditer(line.prose)]
    names = {name for name, _ in cited}
    for name, number in written.items():
        if name not in names:
            yield number, f"nothing cites the footnote '{name}': write [^{name}] where it belongs, or take it out"
    for name, number in cited:
        if name not in written:
            guess = closest(name, written)
            yield number, f"there is no footnote '{name}'{did_you_mean(guess) if guess else ''}"
        elif film.rank(levels.get(number, PUBLIC)) < film.rank(levels.get(written[name], PUBLIC)):
            yield number, f"the footnote '{name}' is in the spoiler of line {written[name]}: outside, write another"


def sealed_terms(lines: list[Line], levels: Mapping[int, str]) -> dict[str, str]:
    """The abbreviations that are explained in spoilers, each with the level of that spoiler."""
    found = ((match["term"], line.number) for line in lines if not line.code and (match := ABBREVIATION.match(line.text)))
    return {term: levels[number] for term, number in found if number in levels}


def seal_abbreviations(body: LexborNode, terms: Mapping[str, str], film: Film) -> None:
    """Leave an abbreviation without its explanation where a reader may not know it yet."""
    for node in body.css("abbr[title]") if terms else ():
        level = terms.get(node.text())
        if level and film.rank(level_at(node, film)) < film.rank(level):
            node.unwrap()


def seal_footnotes(body: LexborNode, film: Film, partials: Partials) -> None:
    """Take each footnote that only spoilers cite to the foot of those spoilers."""
    foot = body.css_first("div.footnote")
    if foot is None:
        return
    notes = {f"#{note.attributes.get('id')}": note for note in foot.css("ol > li[id]")}
    public, homes = _homes(body, notes)
    taken: dict[int, tuple[LexborNode, list[tuple[int, str, str]]]] = {}
    for number, (target, note) in enumerate(notes.items(), 1):
        note.attrs["value"] = str(number)
        _drop_ways_back(note, body, sealed=target not in public)
        if target in public:
            continue
        level = min((spoiler_level(home, film) for home in homes[target]), key=film.rank, default=film.last_level)
        for home in homes[target]:
            taken.setdefault(home.mem_id, (home, []))[1].append((number, note.inner_html or "", level))
        note.decompose()
    for home, found in taken.values():
        home.insert_child(parse(partials.render("footnotes", notes=found)).first_child)
    for link in body.css(f"{SPOILER} a.footnote-ref"):
        if link.attributes.get("href") not in public:
            link.unwrap()
    if foot.css_first("li") is None:
        foot.decompose()


def _homes(body: LexborNode, notes: Mapping[str, LexborNode]) -> tuple[set[str], dict[str, list[LexborNode]]]:
    """The notes that are cited in the open, or by a note that is; and the spoilers that cite each of the others."""
    owner = {note.mem_id: target for target, note in notes.items()}
    public: set[str] = set()
    homes: dict[str, dict[int, LexborNode]] = {target: {} for target in notes}
    for _ in notes:  # a note may be cited by a note that is cited by a note
        for link in body.css("a.footnote-ref"):
            target, around = link.attributes.get("href") or "", ancestors(link)
            citing = next((owner[parent.mem_id] for parent in around if parent.mem_id in owner), None)
            spoiler = next(iter(spoilers_around(link)), None)
            if target not in notes:
                continue
            if spoiler is not None:
                homes[target][spoiler.mem_id] = spoiler
            elif citing is None or citing in public:
                public.add(target)
            else:
                homes[target] |= homes[citing]
    return public, {target: list(found.values()) for target, found in homes.items()}


def _drop_ways_back(note: LexborNode, body: LexborNode, *, sealed: bool) -> None:
    """A link from a note to where it is cited leads nowhere if that is in a spoiler, whose parts have no addresses."""
    for link in note.css("a.footnote-backref"):
        there = body.css_first(f'[id="{(link.attributes.get("href") or "")[1:]}"]')
        if sealed or there is None or spoilers_around(there):
            link.decompose()
