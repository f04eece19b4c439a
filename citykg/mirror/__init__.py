"""A graph folder and its mirror on a remote store: pushed there graph by graph, and pulled back.

What was pushed is written down on the store itself, in a named graph of ours
(`citykg.mirror.manifest`): a push sends what has changed since, a pull knows what to fetch.
"""

from citykg.mirror.pulling import Pulled, pull
from citykg.mirror.pushing import DefaultGraph, Pushed, push
from citykg.mirror.store import RemoteStore, store_at

__all__ = ["DefaultGraph", "Pulled", "Pushed", "RemoteStore", "pull", "push", "store_at"]
