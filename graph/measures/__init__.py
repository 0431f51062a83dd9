"""Figures of the network: how each record is tied, what hangs on it alone, and the layer as a whole.

Only what everybody or every member may read is measured (`layers`), so that nothing private shows through a figure.
`computing` is imported by the measuring process alone: networkit and what it needs take 0.8 s and 80 MB."""
