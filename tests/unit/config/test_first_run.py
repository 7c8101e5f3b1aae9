"""The very first `./run`, as a person meets it: every process counts by the same rules, and undo is as before."""

import html
import http.cookiejar
import io
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
APRIL = ROOT / "demo" / "fenmarsh-april"
TIGHTER = "Our own standard is tighter"
BOUNDARY = "a-line-that-no-file-holds"
PATIENCE = 180  # seconds


class Visitor:
    """A browser without JavaScript: pages, forms, cookies."""

    def __init__(self, site: str, name: str) -> None:
        self.site = site
        jar = http.cookiejar.CookieJar()
        self.opener = urllib.request.build_opener(
            urllib.request.ProxyHandler({}), urllib.request.HTTPCookieProcessor(jar)
        )
        self.get("/demo/")
        self.send(re.search(rf'action="(/demo/[^"]+)"(?:(?!</form>).)*?>{name}', self.page, re.DOTALL)[1])

    def get(self, address: str) -> str:
        return self._open(urllib.request.Request(self.site + address))

    def send(self, address: str, files: tuple[str, bytes] | None = None) -> str:
        """Send the form for this address, with the hidden fields that it has on the page."""
        fields = dict(re.findall(r'<input type="hidden" name="(\w+)"[^>]*? value="([^"]*)"', self.page))
        parts = [
            f'Content-Disposition: form-data; name="{k}"\r\n\r\n{html.unescape(v)}'.encode() for k, v in fields.items()
        ]
        if files:
            head = f'Content-Disposition: form-data; name="files"; filename="{files[0]}"\r\n\r\n'
            parts.append(head.encode() + files[1])
        line = f"--{BOUNDARY}".encode()
        body = b"".join(line + b"\r\n" + part + b"\r\n" for part in parts) + line + b"--\r\n"
        headers = {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}", "Referer": self.site + address}
        return self._open(urllib.request.Request(self.site + address, data=body, headers=headers))

    def _open(self, request) -> str:
        with self.opener.open(request, timeout=60) as answer:
            self.address = answer.url.removeprefix(self.site)
            self.page = answer.read().decode()
        return self.page

    def reads(self, address: str) -> str:
        """The words of the page, without what differs each time it is asked for."""
        main = re.search(r"<main.*?</main>", self.get(address), re.DOTALL)[0]
        return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main))

    def reads_at_last(self, address: str, wanted: Callable[[str], bool]) -> str:
        """Its words as soon as they are as wanted: a job may still be counting. Else as they are in the end."""
        until = time.monotonic() + PATIENCE
        while not wanted(words := self.reads(address)) and time.monotonic() < until:
            time.sleep(0.5)
        return words

    def wait_until(self, words: str, address: str) -> None:
        seen = self.reads_at_last(address, lambda seen: words in seen)
        assert words in seen, f"{words!r} never stood on {address}: {seen[:500]}"


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """`./run` for the first time, in a folder of its own."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        bind = f"127.0.0.1:{free.getsockname()[1]}"
    kept_out = ("DATABASE_", "SEENHEARD_", "DJANGO_", "LOCAL_")
    environment = {name: value for name, value in os.environ.items() if not name.startswith(kept_out)}
    environment["SEENHEARD_VAR"] = str(tmp_path_factory.mktemp("first"))
    command = [sys.executable, "-m", "seenheard.config.supervise", "--bind", bind]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as running:
        said = []
        for line in running.stdout:
            said.append(line)
            if line.startswith("Ready"):
                break
        else:
            pytest.fail("".join(said))
        yield f"http://{bind}"
        running.send_signal(signal.SIGTERM)
        running.stdout.read()


def april() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for path in sorted(APRIL.glob("*.csv")):
            archive.write(path, path.name)
    return packed.getvalue()


@pytest.mark.slow
def test_an_import_by_the_worker_undone_leaves_my_work_as_it_was(site):
    maya, ana = Visitor(site, "Maya Ashworth"), Visitor(site, "Ana Petrov")
    before = maya.reads("/my-work/")
    assert TIGHTER in before

    ana.get("/imports/new/")
    ana.send("/imports/new/", ("april.zip", april()))
    run = re.search(r"/imports/[0-9a-f-]{36}/", ana.address)[0]
    ana.wait_until("Yes, apply", run)
    ana.send(f"{run}apply/")
    ana.wait_until("Undo", run)
    after = maya.reads_at_last("/my-work/", lambda words: words != before)
    assert after != before
    assert TIGHTER in after

    ana.get(f"{run}undo/")
    ana.send(f"{run}undo/")
    ana.wait_until("Undone", run)
    assert maya.reads_at_last("/my-work/", lambda words: words == before) == before
