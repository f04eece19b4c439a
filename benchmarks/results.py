"""What was measured, kept as JSON: one file for each kind and number of plans, written at once.

A run that was stopped goes on where it was: what a file has is not measured again.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from trial import Trial

if TYPE_CHECKING:
    from collections.abc import Callable

FOLDER: Final = Path(__file__).with_name("results")


class Results:
    """The trials of one kind and number of plans, by name."""

    def __init__(
        self, about: dict[str, Any], trials: dict[str, Trial], path: Path | None = None
    ) -> None:
        self.about = about
        """`kind`, `plans`, `machine`, `versions`, `commit`, `date` and `command`."""
        self.trials = trials
        self._path = path

    @classmethod
    def of(cls, data: dict[str, Any]) -> Results:
        """The results that a file holds."""
        trials = {name: Trial(**trial) for name, trial in data["trials"].items()}
        return cls(data["about"], trials)

    @classmethod
    def opened(cls, path: Path, about: dict[str, Any]) -> Results:
        """Those of a file to go on with; about what is measured now, where there is none."""
        if not path.exists():
            return cls(about, {}, path)
        kept = cls.of(json.loads(path.read_text("utf-8")))
        return cls(kept.about, kept.trials, path)

    def __getitem__(self, name: str) -> Trial:
        return self.trials.get(name) or Trial(missing="–")

    def measure(self, name: str, work: Callable[[], Trial]) -> Trial:
        """The trial of that name; it is made and kept where there is none."""
        if name not in self.trials:
            self.trials[name] = work()
            self._write()
        return self.trials[name]

    def to_json(self) -> dict[str, Any]:
        """What a file holds."""
        trials = {name: trial.to_json() for name, trial in self.trials.items()}
        return {"about": self.about, "trials": trials}

    def _write(self) -> None:
        if self._path is not None:
            self._path.parent.mkdir(exist_ok=True)
            text = json.dumps(self.to_json(), indent=1, ensure_ascii=False)
            beside = self._path.with_suffix(".tmp")
            beside.write_text(f"{text}\n", encoding="utf-8")
            beside.replace(self._path)


def all_results(folder: Path = FOLDER) -> list[Results]:
    """Those of all files, the short plans before the long ones, the fewest first."""
    found = [Results.of(json.loads(path.read_text("utf-8"))) for path in folder.glob("*-*.json")]
    return sorted(found, key=lambda each: (each.about["kind"] != "short", each.about["plans"]))
