"""What is asked of the graph, in Cypher. Knows no Flask."""
