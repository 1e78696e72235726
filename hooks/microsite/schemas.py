"""What editors know of the data files: a JSON Schema for each, made of its model.

An editor completes and explains keys by it, and marks what is wrong while it is typed. It
guesses types where our reader takes every value as it was typed (yaml_text.py), so a schema
lets through whatever guess may stand for a text. References are free text here: which
words are right differs from film to film.

https://json-schema.org/draft-07, https://github.com/redhat-developer/yaml-language-server
"""

import json
import re
from collections.abc import Iterator
from inspect import cleandoc
from itertools import count
from typing import Any

from msgspec.json import schema_components

from .models import FILES, About
from .reading import name_of

Schema = dict[str, Any]

DRAFT = "http://json-schema.org/draft-07/schema#"  # the newest that all editors know
FOLDER = "hooks/schemas"
SCHEMA_LINE = re.compile(r"# yaml-language-server: \$schema=(?:\.\./)+" + FOLDER + r"/(?P<name>[\w-]+)\.json")
NOT_BLANK = r"\S"
DAY = r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])"
PART = "#/definitions/"
LAST = r"\Z"  # Python's word for the very end, which JavaScript calls $


def schema_text(name: str) -> str:
    """The schema of a data file as it is kept: the same bytes for the same models."""
    return json.dumps(schema_of(name), indent=2, ensure_ascii=False) + "\n"


def schema_of(name: str) -> Schema:
    """The JSON Schema of `docs/_data/NAME.yml`."""
    model = FILES[name]
    (root,), parts = schema_components([model if model is About else list[model]], ref_template=f"{PART}{{name}}")
    definitions = {part: _object(schema) for part, schema in parts.items()}
    if model is not About:
        about = definitions[model.__name__]["description"]
        root |= {"description": about, "type": ["array", "null"]}  # with nothing in it, a file is an empty list
        snippet = {"label": f"new {name_of(model)}", "description": about, "body": _new(parts[model.__name__], parts, count(1))}
        definitions[model.__name__]["defaultSnippets"] = [snippet]
    return {"$schema": DRAFT, **root, "definitions": definitions}


def schema_line(name: str) -> str:
    """What a data file starts with, so that editors find its schema."""
    return f"# yaml-language-server: $schema=../../{FOLDER}/{name}.json"


def check_schema_line(text: str, name: str) -> Iterator[tuple[int, str]]:
    """A data file starts with the line that names its schema; yields (line, message)."""
    first = text.removeprefix("\ufeff").partition("\n")[0].strip()
    found = SCHEMA_LINE.fullmatch(first)
    if not found:
        yield 1, f"editors can't help with this file: start it with '{schema_line(name)}'"
    elif found["name"] != name:
        yield 1, f"this names the schema of '{found['name']}.yml', but this is '{name}.yml': write '{schema_line(name)}'"


def with_schema_line(text: str, name: str) -> str:
    """A data file's text with the line that names its schema, in place of one that names another."""
    first, _, rest = text.partition("\n")
    return f"{schema_line(name)}\n{rest if first.startswith('# yaml-language-server:') else text}"


def _object(schema: Schema) -> Schema:
    """A model's schema: its keys as an editor sees them."""
    required = schema.get("required", [])
    properties = {key: _value(value, optional=key not in required) for key, value in schema["properties"].items()}
    about = {"description": cleandoc(schema["description"]), "properties": properties}
    return {key: value for key, value in schema.items() if key != "title"} | about


def _value(schema: Schema, *, optional: bool = False) -> Schema:
    """The schema of a key, or of a list's items, that takes whatever an editor may make of a value that our reader takes."""
    own = {key: value for key, value in _given(schema).items() if key not in ("title", "default", "minLength")}
    match own.get("type"):
        case "array":
            own["items"] = _value(own["items"])
        case "integer":
            own |= {"type": ["integer", "string"], "pattern": _pattern("[0-9]+")}
        case "string" if "pattern" in own or "format" in own:
            own["pattern"] = _pattern(own.get("pattern", DAY))
            own["patternErrorMessage"] = f"This should be {_given(schema)['title']}"
        case "string":
            del own["type"]
            return own | _text(optional)
    return own | {"type": _or_null(own["type"])} if optional else own


def _given(schema: Schema) -> Schema:
    """The schema of a key that is there: for an optional one msgspec has it as the first of two choices, the other is null."""
    return schema["anyOf"][0] if "anyOf" in schema else schema


def _text(optional: bool) -> Schema:
    """Some text: `1917` is a number to an editor, and `No` may be false.

    What is true or false is told by what it is not: where a schema says boolean, editors
    offer `true` and `false` for each text.
    """
    typed = {"type": ["string", "number", "null"]} if optional else {"type": ["string", "number"], "pattern": NOT_BLANK}
    return {"anyOf": [typed, {"not": {"type": ["string", "number", "array", "object", "null"]}}]}


def _or_null(kinds: str | list[str]) -> list[str]:
    """An optional key may stand there with nothing after it."""
    return [*([kinds] if isinstance(kinds, str) else kinds), "null"]


def _pattern(python: str) -> str:
    """A pattern for JavaScript, and for a value that may have blanks around it: our reader takes them off."""
    return rf"^\s*{python.removeprefix('^').removesuffix(LAST)}\s*$"


def _new(schema: Schema, parts: dict[str, Schema], stops: Iterator[int]) -> Schema:
    """An entry as VS Code's snippets write it: the keys that it needs or has an example of, each to be written over in turn."""
    values = {key: _given(value) for key, value in schema["properties"].items()}
    wanted = [key for key, value in values.items() if key in schema["required"] or "examples" in value or _part(value)]
    return {key: _stop(values[key], parts, stops) for key in wanted}


def _stop(value: Schema, parts: dict[str, Schema], stops: Iterator[int]) -> Any:
    """Where the cursor goes next, on words that say what to write there."""
    if part := _part(value):
        return [_new(parts[part], parts, stops)]
    example = value["examples"][0]
    if "enum" in value:
        return f"${{{next(stops)}|{','.join(dict.fromkeys([example, *value['enum']]))}|}}"
    return [f"${{{next(stops)}:{word}}}" for word in example] if isinstance(example, list) else f"${{{next(stops)}:{example}}}"


def _part(value: Schema) -> str:
    """The name of the entries that a list holds; empty if it holds none."""
    return value.get("items", {}).get("$ref", "").removeprefix(PART)
