"""What a dataset is: values, changes, the field catalogue, records and edits; no file, no rule."""
