"""One module a source, and what they share: drafts, the run, reports."""
