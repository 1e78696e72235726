"""A host that sends with a site's files what its `_headers` says, as Cloudflare Pages does: all rules that match, in their order."""

import functools
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from browser import Quiet, answer


@dataclass(frozen=True)
class Rule:
    path: str
    headers: list[tuple[str, str]] = field(default_factory=list)
    taken_away: list[str] = field(default_factory=list)

    def matches(self, path: str) -> bool:
        return re.fullmatch(".*".join(map(re.escape, self.path.split("*"))), path) is not None


def read_rules(text: str) -> list[Rule]:
    rules: list[Rule] = []
    for line in map(str.strip, text.splitlines()):
        if line.startswith("/"):
            rules.append(Rule(line))
        elif line.startswith("! "):
            rules[-1].taken_away.append(line[2:])
        elif line and not line.startswith("#"):
            name, _, value = line.partition(": ")
            rules[-1].headers.append((name, value))
    return rules


def headers_of(path: str, rules: list[Rule]) -> dict[str, str]:
    """What is sent with an address; of a header that two rules set, both values."""
    sent: dict[str, str] = {}
    for rule in rules:
        if rule.matches(path):
            for name in rule.taken_away:
                sent.pop(name, None)
            for name, value in rule.headers:
                sent[name] = f"{sent[name]}, {value}" if name in sent else value
    return sent


class Host(Quiet):
    """Serves a site at the host's root, and its own page where there is nothing."""

    def end_headers(self) -> None:
        rules = read_rules((Path(self.directory) / "_headers").read_text(encoding="utf-8"))
        for name, value in headers_of(urlsplit(self.path).path, rules).items():
            self.send_header(name, value)
        super().end_headers()

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        page = (Path(self.directory) / "404.html").read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(page)))
        self.end_headers()
        self.wfile.write(page)


@contextmanager
def host(site: Path) -> Iterator[str]:
    """Serve a site with its headers on a free local port; yields the address, with a slash at its end."""
    with answer(functools.partial(Host, directory=str(site))) as address:
        yield f"{address}/"
