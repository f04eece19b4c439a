"""What can go wrong, in one small tree.

CitykgError
├── DataError    the data is wrong: a document, a graph, a remote answer (exit code 1)
└── UsageError   the call is wrong: an option, a name, a folder (exit code 2)

A message is one sentence for a person: what, which value, file:line, what to do.
"""


class CitykgError(Exception):
    """Any failure that citykg explains in one sentence."""

    exit_code = 1


class DataError(CitykgError):
    """The data is wrong; the call was fine."""


class UsageError(CitykgError):
    """The call is wrong; the data was not looked at."""

    exit_code = 2
