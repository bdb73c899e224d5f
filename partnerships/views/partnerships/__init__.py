"""Pages of a partnership itself: list, page, forms, steps."""
