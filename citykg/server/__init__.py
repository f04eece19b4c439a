"""The server room: a read-only SPARQL endpoint and pages, for people nobody knows."""
