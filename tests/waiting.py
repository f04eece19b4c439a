"""Waiting for what a page comes to."""

from __future__ import annotations

from typing import Any


def until(page: Any, expression: str, seconds: float = 30) -> None:
    """Wait for an expression to be true in a page, or a frame of one.

    A page's policy lets nobody evaluate words in it, as Playwright's own waiting does; the whole of
    this is evaluated once, from outside.
    """
    page.evaluate(
        f"""new Promise((found, failed) => {{
          const begun = Date.now();
          const turn = setInterval(() => {{
            if ({expression}) found();
            else if (Date.now() - begun < {seconds * 1000}) return;
            else failed(new Error("It did not come to that in {seconds} seconds."));
            clearInterval(turn);
          }}, 20);
        }})"""
    )
