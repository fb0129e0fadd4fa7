"""The preview: the public page beside the form, drawn from data and never from markup."""
