"""The window around an open document: panes, tool bar, status bar, start page."""
