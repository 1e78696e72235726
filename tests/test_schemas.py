"""What editors are told of the data files is what the models say, and they take and refuse what our reader does."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft7Validator
from microsite.models import FILES, About
from microsite.reading import Reader
from microsite.schemas import FOLDER, check_schema_line, schema_line, schema_of, schema_text
from microsite.yaml_text import MappingNode, parse_yaml
from sites import CALIGARI, ROOT

DATA = [path for root in (ROOT, CALIGARI) for path in sorted((root / "docs" / "_data").glob("*.yml"))]
STOP = re.compile(r"\$\{\d+[:|]([^,}|]*)[^}]*\}")  # the words that a snippet puts in, of several the first


class Editor(yaml.SafeLoader):
    """YAML as editors read it: yaml-language-server, which they share, guesses by the core schema of YAML 1.2.

    https://yaml.org/spec/1.2.2/#103-core-schema
    """

    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}


class OldEditor(yaml.SafeLoader):
    """YAML 1.1, which some still read, and which has more words for yes and no; a day reaches a schema as text."""

    yaml_implicit_resolvers = {
        first: [(tag, pattern) for tag, pattern in resolvers if not tag.endswith(":timestamp")]
        for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }


for tag, pattern, first in (
    ("null", r"~|null|Null|NULL|", ["~", "n", "N", ""]),
    ("bool", r"true|True|TRUE|false|False|FALSE", list("tTfF")),
    ("int", r"[-+]?[0-9]+", list("-+0123456789")),
    ("float", r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?", list("-+.0123456789")),
):
    Editor.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(rf"^(?:{pattern})$"), first)
EDITORS = pytest.mark.parametrize("editor", [Editor, OldEditor], ids=["YAML 1.2", "YAML 1.1"])


def refused_in(editor: type[yaml.SafeLoader], name: str, text: str) -> list[str]:
    """What an editor would underline."""
    validator = Draft7Validator(schema_of(name), format_checker=Draft7Validator.FORMAT_CHECKER)
    return [error.message for error in validator.iter_errors(yaml.load(text, editor))]


def refused_by_us(name: str, text: str) -> list[str]:
    node, problems = parse_yaml(text, f"{name}.yml")
    reader = Reader(f"{name}.yml", problems)
    if FILES[name] is About:
        reader.entry(node or MappingNode({}, 1), About)
    elif node is not None:
        list(reader.entries(node, FILES[name]))
    return [problem.message for problem in reader.problems]


def keys(schema: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every key of a schema and every item of its lists, by where it stands."""
    for part, definition in schema["definitions"].items():
        assert definition["description"], part
        for key, value in definition["properties"].items():
            yield f"{part}.{key}", value
            if "$ref" not in value.get("items", {"$ref": ""}):
                yield f"{part}.{key}[]", value["items"]


@pytest.mark.parametrize("name", FILES)
def test_the_schemas_are_those_of_the_models(name: str) -> None:
    kept = ROOT / FOLDER / f"{name}.json"
    assert kept.exists() and kept.read_text(encoding="utf-8") == schema_text(name), "stale: run `make schemas`"


def test_no_other_schemas_are_kept() -> None:
    assert {path.name for path in (ROOT / FOLDER).iterdir()} == {f"{name}.json" for name in FILES}, "delete those of no data file"


@pytest.mark.parametrize("name", FILES)
def test_every_key_at_every_depth_is_explained(name: str) -> None:
    schema = schema_of(name)
    Draft7Validator.check_schema(schema)
    found = dict(keys(schema))
    assert len(found) > 2
    assert [path for path, value in found.items() if not value.get("description", "").endswith(".")] == []


@EDITORS
@pytest.mark.parametrize("path", DATA, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_an_editor_finds_nothing_wrong_with_data_that_is_right(path: Path, editor: type[yaml.SafeLoader]) -> None:
    text = path.read_text(encoding="utf-8")
    assert refused_by_us(path.stem, text) == []
    assert refused_in(editor, path.stem, text) == []


# What is in the place of one value, and whether it is right there.
ENTRIES = {
    "quotes": "- id: {id}\n  speaker: {speaker}\n  words: {words}\n  level: public\n  label: {label}\n  source: w\n",
    "sources": "- id: s\n  publisher: P\n  title: {title}\n  url: {url}\n  published: {published}\n  read: {read}\n  gives_away: {level}\n",
    "film": "title: {title}\nkind: k\nrunning_time: {minutes}\nlink: https://e.org\nsources: {sources}\nlevels: {levels}\nsides: {sides}\n",
    "ties": "- id: t\n  kind: {kind}\n  between: {between}\n  level: l\n  label: x\n  text: y\n",
    "timeline": "- id: e\n  label: x\n  level: l\n  cast: {cast}\n  {key}: y\n",
}
RIGHT = {"id": "q", "speaker": "Anna", "words": "Words", "label": "L", "title": "T", "url": "https://e.org/a", "published": "2024-01-19"}
RIGHT |= {"read": "2024-01-19", "level": "l", "minutes": "95", "sources": "[w]", "levels": "[{id: l, name: n, seen: s}]", "sides": "[a]"}
RIGHT |= {"kind": "tie", "between": "[a, b]", "cast": "[a]", "key": "text"}
TEXTS = ["Anna", "1917", "No", "yes", "true", "1:30", "0.5", "007", "2024-01-19", "'quoted'", '"1917"', ".inf", "|\n    block"]
JUDGED = [
    *(("quotes", "words", value, True) for value in TEXTS),
    *(("sources", "title", value, True) for value in TEXTS),
    *(("quotes", "words", value, False) for value in ("", "~", "null", "''", "' '", "[a]", "{a: b}")),
    *(("quotes", "label", value, True) for value in ("", "~", "null", "''", "No", "1917")),
    *(("quotes", "label", value, False) for value in ("[a]", "{a: b}")),
    *(("quotes", "id", value, True) for value in ("q", "a-b-1", "'no'", "' q '")),
    *(("quotes", "id", value, False) for value in ("1917", "A", "a b", "a--b", "-a", "a-", "é", "", "[q]")),
    *(("sources", "url", value, True) for value in ("http://e.org", "https://e.org/a?b#c", "'https://e.org'")),
    *(("sources", "url", value, False) for value in ("e.org", "ftp://e.org", "https://e", "https://e.org/a b", "1917", "")),
    *(("sources", "read", value, True) for value in ("2024-01-19", "'2024-01-19'", "2024-02-29")),
    *(("sources", "read", value, False) for value in ("2024-1-19", "2024", "2024-02-30", "2024-13-01", "19.1.2024", "soon", "", "No")),
    *(("sources", "published", value, True) for value in ("2024-01-19", "", "~")),
    *(("sources", "published", value, False) for value in ("2024", "2023-02-29", "[2024-01-19]")),
    *(("film", "minutes", value, True) for value in ("95", "'95'", "1", "1440", "95.0")),
    *(("film", "minutes", value, False) for value in ("0", "1441", "-5", "9.5", "'x'", "an hour", "", "true", "[95]")),
    *(("film", "sources", value, True) for value in ("[]", "[w]", "[1917, No]", "\n  - w")),
    *(("film", "sources", value, False) for value in ("", "w", "[[w]]", "\n  - w\n  -", "{a: b}")),
    *(("film", "levels", value, False) for value in ("[]", "", "[l]", "[{id: l, name: n}]", "[{id: l, name: n, seen: s, sees: s}]")),
    *(("film", "sides", value, True) for value in ("", "[]", "[No, 1917]")),
    *(("film", "sides", value, False) for value in ("a", "[a, ~]")),
    *(("ties", "kind", value, True) for value in ("tie", "betrayal", "'fight'")),
    *(("ties", "kind", value, False) for value in ("Tie", "treason", "", "1", "[tie]")),
    *(("ties", "between", value, False) for value in ("[a]", "[a, b, c]", "a", "", "[a, '']")),
    *(("timeline", "key", value, False) for value in ("txt", "Text", "note")),
]


@EDITORS
@pytest.mark.parametrize(("name", "key", "value", "right"), JUDGED)
def test_an_editor_and_our_reader_judge_a_value_alike(
    name: str, key: str, value: str, right: bool, editor: type[yaml.SafeLoader]
) -> None:
    text = ENTRIES[name].format_map(RIGHT | {key: value})
    assert (refused_by_us(name, text) == []) == right
    assert (refused_in(editor, name, text) == []) == right


@pytest.mark.parametrize(("name", "text", "right"), [("quotes", "# none yet\n", True), ("quotes", "a: b\n", False), ("film", "", False)])
def test_an_empty_file_is_an_empty_list_but_no_film(name: str, text: str, right: bool) -> None:
    assert (refused_by_us(name, text) == []) == (refused_in(Editor, name, text) == []) == right


@pytest.mark.parametrize("name", [name for name in FILES if name != "film"])
def test_a_new_entry_from_the_editor_is_right_as_soon_as_its_words_are(name: str) -> None:
    (entry,) = [part for part in schema_of(name)["definitions"].values() if "defaultSnippets" in part]
    (snippet,) = entry["defaultSnippets"]
    words = STOP.sub(r"\1", json.dumps([snippet["body"]]))
    written = yaml.safe_dump(json.loads(words), allow_unicode=True).replace("'2024-01-19'", "2024-01-19")
    stops = [int(number) for number in re.findall(r"\$\{(\d+)", json.dumps(snippet["body"]))]
    assert stops == list(range(1, len(stops) + 1))
    assert set(snippet["body"]) >= set(entry["required"])
    assert refused_by_us(name, written) == refused_in(Editor, name, written) == []


@pytest.mark.parametrize("path", DATA, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_each_data_file_starts_with_its_schema_line(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert [f"{path.name}:{line}: {message}" for line, message in check_schema_line(text, path.stem)] == []
    assert (path.parent / text.splitlines()[0].partition("=")[2]).resolve() == ROOT / FOLDER / f"{path.stem}.json"


def test_a_schema_line_may_lead_up_from_any_depth_and_follow_a_byte_order_mark() -> None:
    for text in (schema_line("cast"), schema_line("cast").replace("../..", "../../../..") + "\r\n- id: a\n", "\ufeff" + schema_line("cast") + "\n"):
        assert list(check_schema_line(text, "cast")) == []


@pytest.mark.parametrize("text", ["", "- id: a\n", "# A note\n" + schema_line("cast"), "# yaml-language-server: $schema=cast.json\n"])
def test_a_missing_schema_line_is_told_with_the_line_to_write(text: str) -> None:
    ((line, message),) = check_schema_line(text, "cast")
    assert line == 1
    assert message == f"editors can't help with this file: start it with '{schema_line('cast')}'"


def test_the_schema_line_of_another_file_is_told() -> None:
    ((line, message),) = check_schema_line(schema_line("quotes") + "\n", "cast")
    assert (line, message.partition(":")[0]) == (1, "this names the schema of 'quotes.yml', but this is 'cast.yml'")
    assert message.endswith(f"write '{schema_line('cast')}'")
