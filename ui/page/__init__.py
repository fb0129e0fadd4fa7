"""The preview of the public page beside the form."""
