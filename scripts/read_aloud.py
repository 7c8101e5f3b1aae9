"""Makes the sounds of a child's pages with espeak-ng, from Debian: `python scripts/read_aloud.py`.

One file for each text that ships, into src/seenheard/voices/static/voices/aloud (git-ignored). What is there is not
made again; what no text needs goes. Without espeak-ng nothing breaks: the pages say that they cannot be heard.
"""

import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

ROOM = Path(__file__).resolve().parents[1] / "src" / "seenheard" / "voices"
FOLDER = ROOM / "static" / "voices" / "aloud"
PROGRAM = "espeak-ng"
WORDS_A_MINUTE = "135"
VOICES = {"en": "en-gb"}  # by the language's code; others are called as they are


def main(folder: Path = FOLDER) -> int:
    """Make what is missing. The exit status is 0 also where there is no voice: sounds are never needed."""
    sys.path.insert(0, str(ROOM.parents[1]))
    from seenheard.voices.domain.aloud import every_text, file_name
    from seenheard.voices.domain.wordings import language

    program = shutil.which(PROGRAM)
    if program is None:
        print(f"There is no {PROGRAM} here (apt-get install {PROGRAM}): children’s pages cannot be heard.")
        return 0
    sentences = tomllib.loads((ROOM / "sentences" / "en.toml").read_text("utf-8"))
    languages = [language(tomllib.loads(path.read_text("utf-8"))) for path in sorted(ROOM.glob("wordings/*.toml"))]
    wanted = {file_name(text, code): (text, code) for text, code in every_text(sentences, languages)}
    folder.mkdir(parents=True, exist_ok=True)
    for path in folder.glob("*.wav"):
        if path.name not in wanted:
            path.unlink()
    made = sum(_make(program, folder / name, *told) for name, told in wanted.items())
    print(f"{made} sounds made, {len(wanted)} wanted.")
    return 0


def _make(program: str, path: Path, text: str, code: str) -> bool:
    """One sound, written whole or not at all; a language without a voice has none."""
    if path.exists():
        return False
    begun = path.with_suffix(".part")
    voice = VOICES.get(code, code)
    done = subprocess.run(
        [program, "-v", voice, "-s", WORDS_A_MINUTE, "-w", str(begun), "--stdin"], input=text.encode(), check=False
    )
    if done.returncode:
        begun.unlink(missing_ok=True)
        return False
    begun.replace(path)
    return True


if __name__ == "__main__":
    sys.exit(main())
