"""Editors of one field each, made by hand, ``make_editor`` in ``ui/form/row.py`` chooses."""
