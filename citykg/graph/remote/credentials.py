"""Who asks: a user with a password, or a token; out of the environment or the system's keyring.

They are never an option of a command, where every user of the machine would see them.
"""

from __future__ import annotations

import os
from base64 import b64encode
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from citykg.errors import UsageError
from citykg.graph.remote.address import check_address, origin_of

if TYPE_CHECKING:
    from collections.abc import Mapping

USER: Final = "CITYKG_USER"
PASSWORD: Final = "CITYKG_PASSWORD"  # noqa: S105 - the name of the variable
TOKEN: Final = "CITYKG_TOKEN"  # noqa: S105 - the name of the variable
ORIGIN: Final = "CITYKG_ORIGIN"


@dataclass(frozen=True, slots=True)
class Credentials:
    """A user with a password, or a bearer token; neither secret shows in a repr.

    >>> Credentials(user="ann", password="x")
    Credentials(user='ann')
    """

    user: str | None = None
    password: str | None = field(default=None, repr=False)
    token: str | None = field(default=None, repr=False)

    @property
    def header(self) -> str:
        """What an Authorization header says (RFC 7617, RFC 6750)."""
        return f"Bearer {self.token}" if self.token else f"Basic {self._pair}"

    def without_secrets(self, words: str) -> str:
        """The words of a server that may repeat what it was sent."""
        secrets = [self.token, self.password, self._pair if self.password else None]
        for secret in secrets:
            if secret:
                words = words.replace(secret, "[…]")
        return words

    @property
    def _pair(self) -> str:
        return b64encode(f"{self.user}:{self.password}".encode()).decode()


def credentials_for(
    address: str, environment: Mapping[str, str] = os.environ
) -> Credentials | None:
    """The credentials that the environment has for the server of an address, if any.

    CITYKG_TOKEN is a bearer token; CITYKG_USER goes with CITYKG_PASSWORD, or with the password
    that the keyring keeps for that user at the address's origin.  CITYKG_ORIGIN, such as
    `https://data.example.org`, names the one server that they are for.  Raises UsageError where
    half of them is missing, or they can be no credentials.
    """
    user, password = environment.get(USER), environment.get(PASSWORD)
    token = environment.get(TOKEN)
    if not (user or password or token):
        return None
    check_address(address)
    only = environment.get(ORIGIN)
    if only:
        check_address(only)
        if origin_of(only) != origin_of(address):
            return None
    if token:
        # What a header cannot hold would be shown by the library that refuses it.
        if user or password:
            raise UsageError(f"{TOKEN} and {USER} are both set: unset the one that is not meant.")
        if not (token.isascii() and token.isprintable()) or " " in token:
            raise UsageError(
                f"{TOKEN} holds what no token can hold, such as a line break: mend it."
            )
        return Credentials(token=token)
    if not user:
        raise UsageError(f"{PASSWORD} is set and {USER} is not: set the user as well.")
    if ":" in user or not user.isprintable():
        raise UsageError(f"{USER} holds what no user name can hold, such as a colon: mend it.")
    return Credentials(user=user, password=password or _from_keyring(str(origin_of(address)), user))


def _from_keyring(origin: str, user: str) -> str:
    """The password that the system's keyring keeps; raises UsageError where it keeps none."""
    try:
        import keyring
        from keyring.errors import KeyringError
    except ImportError:
        raise UsageError(
            f"{USER} is set and {PASSWORD} is not: set it, or keep the password in the keyring of"
            " the system after pip install 'citykg[keyring]'."
        ) from None
    how = f"set {PASSWORD}, or keep one with 'keyring set {origin} {user}'."
    try:
        password = keyring.get_password(origin, user)
    except KeyringError as error:
        raise UsageError(f"The keyring gives no password ({error}): {how}") from error
    if not password:
        raise UsageError(f"The keyring has no password of {user} at {origin}: {how}")
    return password
