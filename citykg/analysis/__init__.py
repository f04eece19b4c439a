"""The analysis room: what plans declare, counted; what follows from it is a suggestion."""
