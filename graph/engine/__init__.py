"""Neo4j as a child process: its jars, how they are fetched, and how its Java machine is started."""
