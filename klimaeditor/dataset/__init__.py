"""The dataset: text of the four files <-> raw records, without losing a byte."""
