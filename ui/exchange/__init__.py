"""Asking departments, and the review of what comes back."""
