"""The theme's templates, as quick in the tenth build of `make serve` as they can be."""

from microsite.templates import quicken
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import event_priority

FIRST = 100


@event_priority(FIRST)  # search asks for the theme's words as soon as it is told of the config
def on_config(config: MkDocsConfig) -> MkDocsConfig:
    environment = config.theme.get_env
    config.theme.get_env = lambda: quicken(environment())
    return config
