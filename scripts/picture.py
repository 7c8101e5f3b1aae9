"""Take the README's picture anew from a running demo: python scripts/picture.py [http://127.0.0.1:8000]"""

import os
import re
import shutil
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

PICTURE = Path(__file__).resolve().parents[1] / "docs" / "images" / "my-work.png"
SCREEN = {"width": 1180, "height": 960}


def main(site: str) -> None:
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--headless", "--no-sandbox"])
        page = browser.new_page(viewport=SCREEN, base_url=site)
        page.goto("/demo/")
        page.get_by_role("button", name=re.compile("^Maya")).click()
        page.goto("/my-work/")
        page.screenshot(path=PICTURE)
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8000")
