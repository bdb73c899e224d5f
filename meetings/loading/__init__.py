"""What the pages that are opened most show, loaded in one message or two (docs/decisions/0019)."""
