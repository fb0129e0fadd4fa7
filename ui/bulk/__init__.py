"""Dialogs that change many measures at once; each gives back one batch and pushes nothing."""
