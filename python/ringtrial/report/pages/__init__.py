"""What each page shows: one module a page, whose ``view`` prepares what its template of the same name prints."""
