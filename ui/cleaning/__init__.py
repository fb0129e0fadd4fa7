"""Dialogs of the clean-up: leftovers of PDF files, spellings that mean the same."""
