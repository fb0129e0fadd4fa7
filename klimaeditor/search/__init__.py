"""Finding measures: full-text search with places, facets with counts, views to come back to.

Reading only; what changes many measures at once lives in :mod:`klimaeditor.bulk`.
"""
