"""What each page shows: one module a page; its ``view`` prepares what the template of its name prints."""
