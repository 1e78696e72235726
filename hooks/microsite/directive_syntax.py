"""The words of a directive: `<!-- film:NAME WORD option=value option="a, b" -->`.

A directive is a table of options (`Directive`), so that an unknown name, option or
value can be met with the nearest right one, whatever the directive does.
"""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from .film import Film
from .problems import a, closest, did_you_mean, nearest

TOKEN = re.compile(r'(?:(?P<option>[\w-]+)=)?(?:"(?P<quoted>[^"]*)"|(?P<bare>[^\s"=]+))(?=\s|$)\s*')
DIRECTIVE = re.compile(r"^\s*film\s*:\s*(?P<name>[\w-]*)(?P<rest>.*)$", re.DOTALL | re.IGNORECASE)


class DirectiveError(ValueError):
    """A directive that can't be carried out; the message is for contributors."""


@dataclass(frozen=True)
class Option:
    """A value that a directive takes. `choices(film)` are the right ones, None if any will do; `many` are set apart by commas."""

    what: str
    choices: Callable[[Film], Collection[str] | None] | None = None
    many: bool = False

    def read(self, text: str, film: Film) -> str | tuple[str, ...]:
        words = tuple(word.strip() for word in text.split(",")) if self.many else (text.strip(),)
        if "" in words:
            raise DirectiveError(f"an empty {self.what}: fill it in, or put several in quotes, as in \"one, two\"")
        choices = self.choices(film) if self.choices else None
        for word in words:
            if choices is not None and word not in choices:
                raise DirectiveError(f"'{word}' is not {a(self.what)}{nearest(word, choices)}")
        return words if self.many else words[0]


@dataclass(frozen=True)
class Directive:
    """The data file that a directive shows, its word (if it takes one, it needs it), its options, and what it cites.

    `show(place, arguments)` gives the values for the partial of the same name, or None
    if there is nothing to show since the data is at fault (which is reported elsewhere).
    `alike` if that is the same on every page.
    """

    file: str
    show: Callable[[Any, Mapping[str, Any]], dict[str, Any] | None]
    word: Option | None = None
    options: Mapping[str, Option] = field(default_factory=dict)
    cites: Callable[[Film, Mapping[str, Any]], Collection[str]] = lambda film, arguments: ()
    alike: bool = True


def parse_directive(comment: str, directives: Mapping[str, Directive], film: Film) -> tuple[str, dict[str, Any]] | None:
    """The name and arguments in a comment's text; None if the comment is no directive.

    Raises DirectiveError for a directive with an unknown name, option or value.
    """
    match = DIRECTIVE.match(comment)
    if match is None:
        return None
    name = match["name"]
    if name not in directives:
        guess = closest(name, directives)
        raise DirectiveError(f"'film:{name}' is not a directive{did_you_mean(f'film:{guess}') if guess else nearest(name, directives)}")
    return name, _arguments(name, match["rest"].strip(), directives[name], film)


def _arguments(name: str, rest: str, directive: Directive, film: Film) -> dict[str, Any]:
    if re.search("[“”„«»]", rest):
        raise DirectiveError(f'film:{name} needs straight double quotes (") around a value')
    arguments: dict[str, Any] = {}
    position = 0
    while position < len(rest):
        token = TOKEN.match(rest, position)
        if token is None:
            raise DirectiveError(f'film:{name} can\'t read \'{rest[position:]}\'; options look like option="value"')
        key, option = _option(name, token["option"], directive)
        if key in arguments:
            raise DirectiveError(f"film:{name} takes one {option.what}, not two")
        arguments[key] = option.read(token["quoted"] if token["bare"] is None else token["bare"], film)
        position = token.end()
    if directive.word and "word" not in arguments:
        raise DirectiveError(f"film:{name} lacks {a(directive.word.what)}: <!-- film:{name} … -->")
    return arguments


def _option(name: str, key: str | None, directive: Directive) -> tuple[str, Option]:
    if not directive.options and not (key is None and directive.word):
        raise DirectiveError(f"film:{name} takes {'only ' + a(directive.word.what) if directive.word else 'nothing after its name'}")
    if key is None:
        if directive.word is None:
            raise DirectiveError(f'film:{name} takes only options, such as {next(iter(directive.options))}="…"')
        return "word", directive.word
    if key not in directive.options:
        raise DirectiveError(f"film:{name} has no option '{key}'{nearest(key, directive.options)}")
    return key, directive.options[key]

