"""Versions side by side: what others changed, what a backup holds, what a crash left behind.

Nothing here touches the dataset. A dialog returns what was chosen; who opened it makes one batch of
that, so that every answer is one step that can be undone.
"""
