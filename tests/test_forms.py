"""The forms for issues and pull requests: whole, and for everybody."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from sites import ROOT

FORMS = sorted((ROOT / ".github" / "ISSUE_TEMPLATE").glob("[0-9]*.yml"))
PULL_REQUEST = ROOT / ".github" / "PULL_REQUEST_TEMPLATE.md"
NAMED = pytest.mark.parametrize("path", FORMS, ids=lambda path: path.stem)
KEYS = {
    "markdown": {"value"},
    "input": {"label", "description"},
    "textarea": {"label", "description", "value"},
    "dropdown": {"label", "description", "options", "multiple"},
}


def form(path: Path) -> dict[str, Any]:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def test_there_is_a_form_for_each_thing_that_people_come_with() -> None:
    assert [path.stem for path in FORMS] == ["1-too-early", "2-mistake", "3-missing"]


@NAMED
def test_a_form_is_one_that_github_takes(path: Path) -> None:
    """https://docs.github.com/communities/using-templates-to-encourage-useful-issues-and-pull-requests/syntax-for-githubs-form-schema"""
    read = form(path)
    assert read.keys() <= {"name", "description", "title", "body"}
    ids = [field["id"] for field in read["body"] if field["type"] != "markdown"]
    assert len(set(ids)) == len(ids) > 2
    for field in read["body"]:
        assert field.keys() <= {"type", "id", "attributes", "validations"}
        assert field["attributes"].keys() <= KEYS[field["type"]]
        assert all(isinstance(option, str) for option in field["attributes"].get("options", []))


@NAMED
def test_a_form_asks_to_keep_the_secret_out_of_the_title(path: Path) -> None:
    assert "out of the title" in form(path)["body"][0]["attributes"]["value"]


def test_who_read_something_too_early_is_asked_where_and_what_they_had_seen() -> None:
    required = {field["id"] for field in form(FORMS[0])["body"] if field.get("validations", {}).get("required")}
    assert {"page", "seen", "place"} <= required


@pytest.mark.parametrize("path", [*FORMS[1:], PULL_REQUEST], ids=lambda path: path.stem)
def test_leads_to_the_guide(path: Path) -> None:
    """Relative to an issue's or a request's address, `..` is the repository."""
    (link,) = re.findall(r"\]\(\.\./blob/main/([^)]*)\)", path.read_text(encoding="utf-8"))
    assert (ROOT / link).exists()
