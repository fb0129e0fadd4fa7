"""Changing many measures at once: the same fields in a selection, other words in many texts.

Everything here plans; what comes out is one batch, one step of the history.
"""
