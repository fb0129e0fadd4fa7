"""The form: sections, rows and the editors in them."""
