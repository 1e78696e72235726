"""Stands in for GitHub's `gh` when workflows are tested: answers from a table, and writes down what it was asked.

Run as a program; the environment names its files: GH_ANSWERS (JSON: "GET path without query" → answer), GH_ASKED (a JSON
line is added for each request) and GH_ARTIFACTS (a folder, with a folder for each artifact).
"""

import json
import os
import shutil
import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path

import jq


def parsed() -> Namespace:
    parser = ArgumentParser(allow_abbrev=False)
    commands = parser.add_subparsers(dest="command", required=True)
    api = commands.add_parser("api", allow_abbrev=False)
    api.add_argument("path")
    api.add_argument("--method", default="GET")
    api.add_argument("--jq", default=".")
    api.add_argument("--paginate", action="store_true")
    api.add_argument("--silent", action="store_true")
    api.add_argument("--raw-field", action="append", default=[])
    api.add_argument("--field", action="append", default=[])
    run = commands.add_parser("run", allow_abbrev=False)
    run.add_argument("verb", choices=["download"])
    for name in ("id", "--repo", "--name", "--dir"):
        run.add_argument(name)
    return parser.parse_args()


def fields(args: Namespace) -> dict[str, str]:
    """What is sent along, with files read in."""
    raw = dict(field.split("=", 1) for field in args.raw_field)
    typed = dict(field.split("=", 1) for field in args.field)
    return raw | {name: Path(value[1:]).read_text(encoding="utf-8") if value[0] == "@" else value for name, value in typed.items()}


def ask(args: Namespace) -> None:
    asked = f"{args.method} {args.path.partition('?')[0]}"
    with Path(os.environ["GH_ASKED"]).open("a", encoding="utf-8") as log:
        log.write(json.dumps({"asked": asked, "path": args.path, "fields": fields(args)}) + "\n")
    answers = json.loads(Path(os.environ["GH_ANSWERS"]).read_text(encoding="utf-8"))
    if asked not in answers:
        sys.exit(f"gh: Not Found (HTTP 404): {asked}")
    for line in [] if args.silent else jq.compile(args.jq).input_value(answers[asked]):
        print(line if isinstance(line, str) else json.dumps(line))


def main() -> None:
    if not os.environ.get("GH_TOKEN"):
        sys.exit("gh: set the GH_TOKEN environment variable")
    args = parsed()
    if args.command == "api":
        return ask(args)
    shutil.copytree(Path(os.environ["GH_ARTIFACTS"]) / args.name, args.dir, symlinks=True)
    return None


if __name__ == "__main__":
    main()
