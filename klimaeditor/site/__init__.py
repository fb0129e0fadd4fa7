"""What the public site does with a measure: its page as data, its status, its faults (WEB-05)."""
