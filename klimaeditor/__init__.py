"""The core of Klimaeditor: loads, judges, merges and writes the measures without a screen."""

__version__ = "0.1.0"
