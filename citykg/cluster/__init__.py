"""Many documents, many machines: the same readers on a Dask cluster, and a graph in parts.

Documents are cut into partitions; a worker reads each (`tasks.read_partition`), names are decided
here from the outlines of all plans, as in a build on one machine, and a worker writes the quads of
each (`tasks.write_partition`).  What is read and what is written are addresses of fsspec: folders,
`s3://`, `https://` and others.
"""

from citykg.cluster.building import Wanted, build_parts

__all__ = ["Wanted", "build_parts"]
