"""Who changed what, when, from what to what: rows that the database itself writes, and pages that read them."""
