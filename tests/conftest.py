"""What the tests of all rooms share."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    # A shell starts what runs in the background so, and what the tests start would be deaf too.
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session")
def examples() -> Path:
    """The folder of examples that ships beside the package."""
    return ROOT / "examples"


@pytest.fixture(scope="session")
def shared() -> Path:
    """Real data beside the checkout, for those who have it; the test skips for the others."""
    folder = Path(os.environ.get("CITYKG_SHARED", ROOT.parent / "shared"))
    if not (folder / "plans").is_dir():
        pytest.skip("the real data is not beside this checkout")
    return folder
