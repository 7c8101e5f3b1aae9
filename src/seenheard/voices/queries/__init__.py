"""What may be asked of the voices. Whatever tells of a child takes `viewer=`."""

from .categories import categories, category_called, packs, settings_on
from .wordings import Asked, asked_in, languages

__all__ = ["Asked", "asked_in", "categories", "category_called", "languages", "packs", "settings_on"]
