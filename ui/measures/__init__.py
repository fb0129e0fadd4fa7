"""The list of measures: search, filters, order, rows."""
