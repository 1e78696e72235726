"""The film's data: loaded and checked before anything else is read."""

from pathlib import Path

from microsite.film import load_film
from microsite.models import DATA
from microsite.partials import Partials
from microsite.scenes import load_scenes
from microsite.staging import Staging
from microsite.state import Build
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    root, docs = Path(config.config_file_path).parent, Path(config.docs_dir)
    film, problems = load_film(docs / DATA, root)
    scenes, wrong = load_scenes(docs / DATA, root)
    partials, staging = Partials(Path(config.theme.custom_dir)), Staging(Path(config.site_dir))
    config.extra["build"] = Build(root, film, partials, staging, scenes, problems + wrong)
    return config


def on_files(files: Files, *, config: MkDocsConfig) -> Files:
    """The data holds every secret of the film: none of it is published, whatever mkdocs.yml says."""
    for file in list(files):
        if file.src_uri.startswith(f"{DATA}/"):
            files.remove(file)
    return files
