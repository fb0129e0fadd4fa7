"""Checks: what is wrong with a dataset, where, and what to do about it.

The small modules beside the rules (numbers, dates, characters, markup, urls, texthygiene) know
neither catalogue nor dataset: text in, facts out. The rules turn facts into German findings.
"""
