"""What is published has nothing in it that is only for those who write it, and is otherwise the same."""

from collections.abc import Callable

from sites import Built, page

CODE = """Text.

```text
one

    two, far in
```
"""


def test_pages_lose_their_indents_and_code_keeps_its_own(build_site: Callable[..., Built]) -> None:
    html = build_site({"docs/note.md": page(CODE)}).page("note/")
    assert "one\n\n    two, far in" in html
    assert "\n\n" not in html.replace("one\n\n", "")
    assert "\n <" not in html and "\n\t<" not in html


def test_styles_and_scripts_lose_their_comments_and_do_the_same(build_site: Callable[..., Built]) -> None:
    style, script = "/* Why. */\np {\n  color: red;\n}\n", "// Why.\nconst words = `a  b //`;\n"
    site = build_site({"docs/assets/own.css": style, "docs/assets/own.js": script}).site
    assert (site / "assets" / "own.css").read_text(encoding="utf-8") == "p{color:red}"
    assert (site / "assets" / "own.js").read_text(encoding="utf-8") == "const words=`a  b //`;"
