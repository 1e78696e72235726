"""Picture the built site into screenshots/: each page and state, on a phone and a desktop, dark and light."""

from pathlib import Path

from browser import DESKTOP, PHONE, chromium, serve
from playwright.sync_api import Page

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "screenshots"
SIZES = {"phone": PHONE, "desktop": DESKTOP}


def shoot(page: Page, name: str, *, whole: bool = True) -> None:
    page.screenshot(path=FOLDER / f"{name}.png", full_page=whole)


def shoot_states(page: Page, name: str, look: str) -> None:
    """A page with spoilers as readers at each level have it, then what meets one whom a link leads to its last spoiler."""
    for segment in page.locator(".progress__level").all()[1:]:
        segment.click()
        shoot(page, f"{name}-{segment.get_attribute('value')}-{look}")
    page.locator(".progress__level").first.click()
    page.evaluate("location.hash = [...document.querySelectorAll('.spoiler-place[id]')].at(-1).id")
    page.locator(".gate").wait_for()
    shoot(page, f"{name}-gate-{look}", whole=False)


def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    with serve(ROOT / "site") as address, chromium() as browser:
        for size, viewport in SIZES.items():
            for scheme in ("dark", "light"):
                page = browser.new_page(viewport=viewport, color_scheme=scheme, reduced_motion="reduce")
                for source in sorted((ROOT / "docs").glob("*.md")):
                    name = source.stem
                    page.goto(f"{address}/{'' if name == 'index' else name + '/'}")
                    shoot(page, f"{name}-{size}-{scheme}")
                    if page.locator(".spoiler").count():
                        shoot_states(page, name, f"{size}-{scheme}")
                page.close()


if __name__ == "__main__":
    main()
