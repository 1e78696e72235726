"""YAML is read as it was typed."""

import pytest
from microsite.yaml_text import ListNode, MappingNode, ScalarNode, parse_yaml


@pytest.mark.parametrize("typed", ["No", "yes", "1:30", "007", "1e3", "2024-01-19", "0x1F", "~x", "on"])
def test_a_plain_value_stays_the_text_that_was_typed(typed: str) -> None:
    node, problems = parse_yaml(f"key: {typed}\n", "x.yml")
    assert node == MappingNode({"key": ScalarNode(typed, 1)}, 1)
    assert not problems


@pytest.mark.parametrize("nothing", ["", "~", "null"])
def test_nothing_is_read_as_empty_text(nothing: str) -> None:
    node, _ = parse_yaml(f"key: {nothing}\n", "x.yml")
    assert node == MappingNode({"key": ScalarNode("", 1)}, 1)


def test_every_node_knows_its_line() -> None:
    node, _ = parse_yaml("# a remark\n- one\n- key: two\n", "x.yml", first_line=10)
    assert node == ListNode((ScalarNode("one", 11), MappingNode({"key": ScalarNode("two", 12)}, 12)), 11)


def test_all_duplicate_keys_are_reported() -> None:
    _, problems = parse_yaml("a: 1\na: 2\nb: 3\nb: 4\n", "x.yml")
    assert [problem.line for problem in problems] == [2, 4]


def test_a_text_that_would_grow_without_end_is_refused_before_it_grows() -> None:
    bomb = "a: &a [x, x]\n" + "".join(f"{new}: &{new} [*{old}, *{old}]\n" for old, new in zip("abcdefghij", "bcdefghijk", strict=True))
    node, problems = parse_yaml(bomb, "x.yml")
    assert node is None
    assert problems[0].line == 1


def test_an_empty_document_is_no_problem() -> None:
    assert parse_yaml("# nothing yet\n", "x.yml") == (None, [])
