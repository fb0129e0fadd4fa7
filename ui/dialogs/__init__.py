"""Dialogs: questions with verbs on their buttons, and windows that stay open beside the work."""
