"""What may be published besides pages: pictures, styles, scripts, and the few files that hosts ask for."""

from hashlib import sha256
from pathlib import PurePosixPath

from .share_cards import FOLDER

ENDINGS = {
    *(".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".svg", ".ico"),
    *(".css", ".js", ".mjs", ".woff", ".woff2", ".pdf", ".webmanifest"),
}
NAMES = {"robots.txt", "CNAME", "_headers", "_redirects"}


def why_not(name: str) -> str | None:
    """What is wrong with publishing a file as it stands; None if nothing is. `name` is its path below docs/."""
    path = PurePosixPath(name)
    if path.is_relative_to(FOLDER):
        return "the build draws its cards into this folder: put the file elsewhere"
    if path.suffix in ENDINGS or path.name in NAMES:
        return None
    if path.suffix.lower() in {".yml", ".yaml", ".json"}:
        return "this file would be published as it stands: data belongs in docs/_data/"
    if path.suffix.lower() == ".md":
        return "the name of a page ends in .md, in small letters; this file would be published as it stands"
    return "this file would be published as it stands: pages end in .md, pictures in .svg, .png, .jpg or .webp"


def hashed(name: str, text: str) -> str:
    """A file's name with a hash of what is in it, as Material's have: assets/film.js becomes assets/film.1a2b3c4d.js."""
    path = PurePosixPath(name)
    return path.with_suffix(f".{sha256(text.encode()).hexdigest()[:8]}{path.suffix}").as_posix()
