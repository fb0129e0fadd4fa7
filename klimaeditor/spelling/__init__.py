"""Spelling of German texts, offline: words that are right, suggestions, lists, readability."""
