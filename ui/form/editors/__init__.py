"""Editors of one field each, made by hand, one module per kind; :mod:`.factory` chooses."""
