"""The ontology, the concept schemes and the shapes as Turtle, and their terms as constants."""
