"""The overview and the yearly report, as data and as workbooks."""
