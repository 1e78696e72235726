"""The site to compare with: the same Markdown, nav and extensions with Material as it comes, without hooks, overrides and data."""

import shutil
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parent.parent.parent
OURS_ALONE = ("hooks", "extra", "site_url", "repo_url", "edit_uri")


class Loader(yaml.SafeLoader):
    """Reads mkdocs.yml without its own tags."""


Loader.add_multi_constructor("!", lambda loader, suffix, node: None)


def settings() -> dict[str, Any]:
    """What mkdocs.yml says."""
    return yaml.load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"), Loader)


def lay_stock(folder: Path, **more: Any) -> Path:
    """Put it into a folder, with settings besides; its mkdocs.yml."""
    config = settings()
    for key in OURS_ALONE:
        config.pop(key, None)
    del config["theme"]["custom_dir"]
    shutil.copytree(ROOT / "docs", folder / "docs", ignore=shutil.ignore_patterns("_data"))
    (folder / "mkdocs.yml").write_text(yaml.safe_dump(config | more, sort_keys=False), encoding="utf-8")
    return folder / "mkdocs.yml"
