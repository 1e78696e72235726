"""Styles and scripts of our own without comments and blanks, which are for those who write them: a third of their bytes."""

from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from rcssmin import cssmin
from rjsmin import jsmin

SMALLER = {".css": cssmin, ".js": jsmin}


def on_post_build(*, config: MkDocsConfig) -> None:
    for name, source in config.extra["build"].copied.items():
        own = any(source.is_relative_to(folder) for folder in (config.docs_dir, config.theme.custom_dir))
        if own and source.suffix in SMALLER:
            built = Path(config.site_dir, name)
            built.write_text(SMALLER[source.suffix](built.read_text(encoding="utf-8")), encoding="utf-8")
