"""Pages are converted on all cores, and nothing but the time it takes tells how many there are."""

from pathlib import Path
from unittest.mock import patch

import pytest
from microsite.cores import _answer
from sites import build_in, lay, on_cores, page

LONG = "Somewhat.\n\n" * 600  # so many lines that a page or two are worth a process
PAGES = {f"docs/long-{number}.md": page(f"## Part {number}\n\n[Another](long-1.md#part-1)[^note]\n\n{LONG}[^note]: Noted.\n") for number in range(1, 5)}
BREAKING = """
from markdown.extensions import Extension
from markdown.preprocessors import Preprocessor


class Breaking(Preprocessor, Extension):
    def __init__(self, *_):
        pass

    def extendMarkdown(self, md):
        md.preprocessors.register(self, "breaking", 0)

    def run(self, lines):
        if "## Part 3" in lines:
            raise ValueError("no third part")
        return lines


def on_config(config):
    config.markdown_extensions.append(Breaking())
"""
CHANGING = """
from mkdocs.plugins import event_priority


@event_priority(-100)
def on_page_markdown(markdown, **_):
    return markdown.replace("## Part 3", "## The third part")
"""
CORES = pytest.mark.parametrize("cores", [1, 3])


def test_a_site_is_the_same_on_any_number_of_cores(tmp_path: Path) -> None:
    sites = []
    for cores in (1, 3):
        answers = []
        with on_cores(cores), patch("microsite.cores._answer", lambda helper: answers.append(_answer(helper)) or answers[-1]):
            built = build_in(lay(tmp_path / str(cores), PAGES))
        assert built.said == []
        assert len(answers) >= cores - 1
        assert None not in answers, "what was done elsewhere was done again here"
        sites.append({path.relative_to(built.site): path.read_bytes() for path in sorted(built.site.rglob("*")) if path.is_file()})
    assert sites[0] == sites[1]
    assert len([path for path in sites[0] if "long-" in str(path)]) == len(PAGES)


@CORES
def test_what_breaks_in_a_page_is_told_of_that_page(cores: int, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    with on_cores(cores), pytest.raises(ValueError, match="no third part"):
        build_in(lay(tmp_path, {**PAGES, "plant.py": BREAKING}))
    assert [record.getMessage() for record in caplog.records if record.levelname == "ERROR"] == ["Error reading page 'long-3.md': no third part"]


@CORES
def test_a_text_that_a_plugin_changes_is_converted_as_it_is_then(cores: int, tmp_path: Path) -> None:
    with on_cores(cores):
        built = build_in(lay(tmp_path, {**PAGES, "plant.py": CHANGING}))
    assert ">The third part</h2>" in built.page("long-3")
    assert ">Part 2</h2>" in built.page("long-2")
