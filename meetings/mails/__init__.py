"""The mails about meetings, one module per noun; none holds a text of the minutes (UX §7)."""
