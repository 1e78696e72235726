"""What a host is to send with the site's files, in a file that Cloudflare Pages, Netlify and others read: `_headers`.

A rule is a path and the headers of all that it matches. Where two rules match, Cloudflare joins their values and
Netlify lets the later one win, so a later rule first takes away what it sets anew (`! NAME`, which Netlify passes over).
https://developers.cloudflare.com/pages/configuration/headers/, https://docs.netlify.com/routing/headers/
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from urllib.parse import quote, urlsplit

from .policy import NONE, Inline, joined, policy_of
from .share_cards import FOLDER

NAME = "_headers"
LONGEST, MOST = 2000, 100  # characters of a line and rules of a file: what Cloudflare reads
POLICY, CACHING, SHARING, SECURE = (
    *("Content-Security-Policy", "Cache-Control", "Cross-Origin-Resource-Policy", "Strict-Transport-Security"),
)
YEAR = 365 * 24 * 60 * 60  # seconds
ALL = {
    CACHING: "public, max-age=0, must-revalidate",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",  # what somebody reads about the end of a film is nobody else's business
    "Permissions-Policy": "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    SHARING: "same-origin",
}
FOREVER = {CACHING: f"public, max-age={YEAR}, immutable"}
SHARED = {SHARING: "cross-origin"}  # other sites show a card beside a link
TAKEN = {name.casefold(): name for name in (*ALL, POLICY, SECURE)}
HASHED = re.compile(r".+\.[0-9a-f]{8}(\.min)?\.(css|js)")
HEAD = """\
# Made by the build: what a host is to send with each file. It is read at the root of what is published.
# Whoever wants to add something writes it into docs/_headers, which is put below.
"""


def is_hashed(name: str) -> bool:
    """Whether a file's name changes with its content."""
    return HASHED.fullmatch(name) is not None


def headers_file(inline: Inline, hashed: Iterable[str], site_url: str | None, own: str = "") -> str:
    """The file of a site: `inline` is what its pages hold, `hashed` the paths of the files that never change, `own` what is added.

    A host may serve the site at its root or, as `site_url` may say, below a path: the rules hold for both.
    Only a host that is the site's alone is told to be reached by HTTPS for ever.
    """
    url = urlsplit(site_url or "")
    alone = url.scheme == "https" and not url.path.strip("/")
    everywhere = {POLICY: header_policy(inline), **ALL, **({SECURE: f"max-age={YEAR}"} if alone else {})}
    bases = sorted({"/", quote(f"/{url.path.strip('/')}/".replace("//", "/"), safe="/%")})
    rules = [_rule(f"{base}{FOLDER}/*", SHARED, anew=True) for base in bases]
    rules += [_rule(f"{base}{quote(name)}", FOREVER, anew=True) for name in sorted(hashed) for base in bases]
    room = MOST - 1 - len(paths(own))
    return "\n".join([HEAD + _rule("/*", everywhere), *rules[:room], *([own.strip("\n") + "\n"] if own.strip() else [])])


def header_policy(inline: Inline) -> str:
    """What any page of the site may do, and that nobody may frame it, which a page itself can't say.

    Browsers enforce this one and that of the page itself. So where there are more scripts and styles than
    a line can name, it is silent about them: then they are as the page's own policy says, which is stricter.
    """
    allowed = {**policy_of(inline), "frame-ancestors": NONE}
    if len(f"{POLICY}: {joined(allowed)}") > LONGEST:
        allowed = {name: sources for name, sources in allowed.items() if name not in ("default-src", *inline.directives)}
    return joined(allowed)


def paths(text: str) -> list[int]:
    """The numbers of the lines in which rules begin."""
    return [number for number, line in enumerate(text.split("\n"), 1) if line.strip().startswith(("/", "https://"))]


def check_own(text: str) -> Iterator[tuple[int, str]]:
    """What is wrong with headers that are added to those of the build, by line."""
    rules = paths(text)
    for number, line in enumerate(text.split("\n"), 1):
        line = line.strip()
        name = line.removeprefix("! ").partition(":")[0].strip()
        if not line or line.startswith("#"):
            continue
        if len(line) > LONGEST:
            yield number, f"hosts read no line of more than {LONGEST:,} characters"
        elif number in rules[MOST // 2 :][:1]:
            yield number, f"hosts read {MOST} rules, and half of them are for the build's own: join some of these"
        elif number in rules:
            continue
        elif not rules or number < rules[0]:
            yield number, "there is no path above this, such as /assets/*, for which it holds"
        elif ":" not in line and not line.startswith("! "):
            yield number, f"'{line}' is neither a path, which starts with /, nor a header, as in Name: value"
        elif name.casefold() in TAKEN:
            yield number, f"'{name}' is said by the build already, and hosts would mix the two: delete this line"


def _rule(path: str, headers: Mapping[str, str], *, anew: bool = False) -> str:
    lines = [line for name, value in headers.items() for line in ([f"! {name}"] if anew else []) + [f"{name}: {value}"]]
    return "\n".join([path, *(f"  {line}" for line in lines), ""])
