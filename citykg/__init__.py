"""City cooperation plans in, a knowledge graph out, every statement traced to its words."""

__version__ = "0.1.0"
