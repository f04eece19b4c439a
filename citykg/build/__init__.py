"""Documents in, a graph folder out; and a graph folder linked again.

Everything is written into the next version of the folder (`citykg.graph.folder` says what that
guarantees), and nothing depends on the order of the files, the clock or the hash seed.
"""

from citykg.build.asking import ask_wikidata
from citykg.build.building import build
from citykg.build.progress import Progress
from citykg.build.relinking import relink
from citykg.build.watching import changes

__all__ = ["Progress", "ask_wikidata", "build", "changes", "relink"]
