"""What a child's page costs a phone at its first load: bytes over the line, and when it can be read.

    bench/run first_load http://127.0.0.1:8000 [--json]

Asks a running demo as Maya does, in Chromium with an empty cache, over a line of 400 kbit/s that takes 200 ms to
answer; of her children the one with the largest page. Readable: the first words are painted, by the browser's clock.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import sys

from playwright.sync_api import Page, sync_playwright

KILOBITS, DELAY = 400, 200  # a second; milliseconds
MOST = {"kilobytes": 100.0, "seconds": 3.0}
PAINTED = "performance.getEntriesByName('first-contentful-paint')[0].startTime"


def main(site: str, as_json: bool) -> int:
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--headless", "--no-sandbox"])
        page = browser.new_page(viewport={"width": 390, "height": 844}, base_url=site)
        page.goto("/demo/")
        page.get_by_role("button", name=re.compile("^Maya")).click()
        cost = first_load(page, _largest(page))
        browser.close()
    print(json.dumps(cost) if as_json else "  ".join(f"{name}: {value}" for name, value in cost.items()))
    return int(any(cost[name] > most for name, most in MOST.items()))


def _largest(page: Page) -> str:
    page.goto("/children/")
    links = page.eval_on_selector_all("main a", "all => all.map(one => one.getAttribute('href'))")
    children = [link for link in dict.fromkeys(links) if re.fullmatch(r"/children/[0-9a-f-]{36}/", link or "")]
    return max(children, key=lambda link: len(page.request.get(link).body()))


def first_load(page: Page, address: str) -> dict[str, float]:
    """Kilobytes that come over the line with nothing in the cache, how many answers, and seconds to the first words."""
    line = page.context.new_cdp_session(page)
    line.send("Network.enable")
    line.send("Network.clearBrowserCache")
    speed = KILOBITS * 1000 / 8
    slow = {"offline": False, "latency": DELAY, "downloadThroughput": speed, "uploadThroughput": speed}
    line.send("Network.emulateNetworkConditions", slow)
    sizes: list[float] = []
    line.on("Network.loadingFinished", lambda told: sizes.append(told["encodedDataLength"]))
    page.goto(address, wait_until="networkidle")
    seconds = page.evaluate(PAINTED) / 1000
    return {"kilobytes": round(sum(sizes) / 1000, 1), "answers": len(sizes), "seconds": round(seconds, 2)}


if __name__ == "__main__":
    sites = [one for one in sys.argv[1:] if not one.startswith("--")]
    sys.exit(main(sites[0] if sites else "http://127.0.0.1:8000", "--json" in sys.argv))
