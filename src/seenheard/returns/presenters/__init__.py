"""The pages of imports, worded beforehand: frozen, so that a template has nothing left to work out."""
