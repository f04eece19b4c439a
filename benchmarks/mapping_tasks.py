"""The two mapping engines at work: tables of facts to a file of quads or triples.

They run in the interpreter of `.venv-bench`, for they need other versions of rdflib and pandas
than citykg's; nothing of citykg is imported here.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from clock import Clock


def morph_kgc(clock: Clock, tables: str, out: str) -> dict[str, Any]:
    """Tables to N-Quads by Morph-KGC and RML, in one process, each quad in its plan's graph."""
    import logging
    import warnings

    import morph_kgc as engine

    warnings.simplefilter("ignore")
    logging.disable(logging.WARNING)
    settings = (
        "[CONFIGURATION]\nnumber_of_processes = 1\nlogging_level = ERROR\n"
        f"output_format = N-QUADS\n[facts]\nmappings = {tables}/mapping.rml.ttl\n"
    )
    with clock.phase("map"):
        # Sorted, so that two runs write the same file.
        quads = sorted(engine.materialize_set(settings))
    with clock.phase("write"), Path(out).open("w", encoding="utf-8") as file:
        file.writelines(f"{quad} .\n" for quad in quads)
    return {"quads": len(quads)}


def maplib(clock: Clock, tables: str, out: str) -> dict[str, Any]:
    """Tables to N-Triples by polars and maplib's OTTR templates; it has no graph for each row."""
    import polars as pl
    from fact_tables import XSD, read_tables
    from maplib import Model

    folder, model = Path(tables), Model()
    text_of_language = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#langString>"
    casts = {f"{XSD}integer": pl.Int64(), f"{XSD}decimal": pl.Decimal(38, 12)}
    with clock.phase("map"):
        model.add_template((folder / "templates.stottr").read_text(encoding="utf-8"))
        for table in read_tables(folder):
            path = folder / f"{table.name}.csv"
            # Said of a thing by two plans, a triple is one triple.
            rows = pl.read_csv(path, infer_schema=False, columns=["thing", "value"]).unique()
            if table.language:
                tagged = {text_of_language: pl.col("value"), "l": pl.lit(table.language)}
                rows = rows.select("thing", pl.struct(**tagged).alias("value"))
            elif table.datatype in casts:
                rows = rows.with_columns(pl.col("value").cast(casts[table.datatype]))
            model.map(table.template, rows)
    with clock.phase("write"):
        model.write(out, format="ntriples")
    with Path(out).open("rb") as file:
        return {"quads": sum(1 for _ in file)}
