"""Dialogs that change many texts at once: bulk edits, replacing, clean-up."""
