"""The pages of a review: the board of the coordinators, and the page of each organisation (UX §1, screens 8 to 10)."""
