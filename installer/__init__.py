"""How the deliverables are made. Not shipped; the program never imports it.

Needs nothing but a stock Python; every step says what else it needs and how to get it.
"""
