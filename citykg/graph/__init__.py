"""The graph room: plans become quads, quads a store, and every quad can be explained."""
