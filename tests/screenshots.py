"""Picture the built site into screenshots/: each page and state, on a phone and a desktop, dark and light."""

from pathlib import Path

from browser import chromium, serve
from playwright.sync_api import Page

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "screenshots"
SIZES = {"phone": {"width": 390, "height": 844}, "desktop": {"width": 1440, "height": 900}}

def shoot(page: Page, name: str) -> None:
    page.screenshot(path=FOLDER / f"{name}.png", full_page=True)


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
                        page.evaluate("document.querySelectorAll('.spoiler').forEach(spoiler => spoiler.open = true)")
                        shoot(page, f"{name}-open-{size}-{scheme}")
                page.close()


if __name__ == "__main__":
    main()
