"""Whether a page can be heard: its sound file is made at set-up (scripts/read_aloud.py), where there is a voice."""

from importlib.resources import files

from ..domain.aloud import file_name

FOLDER = "voices/aloud"


def sound_of(text: str, language: str) -> str:
    """The static path of the sound of these words; empty where none was made."""
    name = file_name(text, language)
    there = files("seenheard.voices") / "static" / FOLDER / name
    return f"{FOLDER}/{name}" if there.is_file() else ""
