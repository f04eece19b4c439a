"""One exchange with a server: a request out, an answer in, within a deadline and a size.

What may go wrong on the way is told here, once, for all that ask or write.
"""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from http.client import HTTPException, IncompleteRead
from typing import TYPE_CHECKING, Final, NamedTuple, NoReturn
from urllib.error import HTTPError, URLError
from urllib.request import (
    HTTPDigestAuthHandler,
    HTTPPasswordMgrWithDefaultRealm,
    HTTPRedirectHandler,
    Request,
    build_opener,
)

from citykg import __version__
from citykg.errors import CitykgError, DataError
from citykg.graph.remote.address import origin_of

if TYPE_CHECKING:
    from http.client import HTTPMessage, HTTPResponse
    from typing import IO
    from urllib.request import BaseHandler

    from citykg.graph.remote.credentials import Credentials

CONTACT: Final = "https://w3id.org/citykg"
AGENT: Final = f"citykg/{__version__} ({CONTACT})"

_TRIES: Final = 3
_PAUSE_SECONDS: Final = 0.2
"""What a dropped connection is left alone for, and as much more each time."""
_BUSY: Final = frozenset({429, 503})
_ERROR_BYTES: Final = 2_000
_MOST_SHOWN: Final = 200
_ADVICE: Final = {
    401: "set CITYKG_USER and CITYKG_PASSWORD, or CITYKG_TOKEN, to what it accepts",
    403: "its owner must allow that",
}
_WRITING_ADVICE: Final = _ADVICE | {
    404: "there is nothing to write to: give the address of SPARQL Update with --update, or of the"
    " Graph Store Protocol with --graph-store",
    405: "it takes no writing there: give the address of SPARQL Update with --update, or of the"
    " Graph Store Protocol with --graph-store",
    409: "something else writes at the same time: wait for it and push again",
    411: "something on the way to it drops the length of what is sent: use its own address",
    415: "it does not read what is sent: is that the right kind of address?",
    507: "its disk is full: make room there and push again, what is there is not sent again",
}


class TooLargeError(DataError):
    """The server takes less in one request (413)."""


class NotThereError(DataError):
    """The server has nothing at the address (404)."""


class DroppedError(DataError):
    """The connection ended before the request was answered, each time that it was tried."""


class Wanted(NamedTuple):
    """What may come back, and what to say where something else does."""

    types: frozenset[str] | None
    """The media types that can be read; None where nothing of the answer is."""
    is_what: str = ""
    shorter: str = ""
    is_here: str = ""

    @property
    def is_writing(self) -> bool:
        """Whether the request writes: then it may be sent twice, for what it does is the same."""
        return self.types is None


WRITTEN: Final = Wanted(None, is_here="if that is where to write, give its address")


@dataclass(frozen=True, slots=True)
class Transport:
    """The way to one address."""

    address: str
    timeout_seconds: float
    max_bytes: int
    credentials: Credentials | None = None

    def body(self, request: Request, wanted: Wanted) -> bytes:
        """The body of what a request gives; raises DataError where it gives none in time."""
        deadline = time.monotonic() + self.timeout_seconds
        box: list[bytes | Exception] = []

        def work() -> None:
            try:
                box.append(self._exchange(request, wanted, deadline))
            except Exception as error:  # noqa: BLE001  # carried to the caller, raised there
                box.append(error)

        # A server that sends a byte now and then outlives any time-out of a socket, so the
        # exchange has a thread of its own, which is left behind at the deadline.
        thread = threading.Thread(target=work, daemon=True, name="citykg-remote")
        thread.start()
        thread.join(self.timeout_seconds)
        if not box:
            raise self._too_slow(wanted)
        outcome = box[0]
        if isinstance(outcome, bytes):
            return outcome
        if isinstance(outcome, CitykgError):
            raise outcome
        if isinstance(outcome, TimeoutError):
            raise self._too_slow(wanted) from outcome
        if isinstance(outcome, IncompleteRead):
            raise DataError(f"{self.address} broke off in its answer: ask again.") from outcome
        if isinstance(outcome, URLError | HTTPException | OSError | ValueError):
            reason = getattr(outcome, "reason", outcome)
            if isinstance(reason, TimeoutError):
                raise self._too_slow(wanted) from outcome
            what = self.tame(str(reason))
            raise DataError(f"{self.address} cannot be reached: {what}.") from outcome
        raise outcome

    def tame(self, words: str) -> str:
        """The words of a stranger, on one short line that no terminal obeys, without secrets."""
        if self.credentials:
            words = self.credentials.without_secrets(words)
        return tame(words)

    def _exchange(self, request: Request, wanted: Wanted, deadline: float) -> bytes:
        handlers: list[BaseHandler] = [_SameOrigin(self.address, wanted.is_here)]
        if self.credentials and self.credentials.password:
            handlers.append(_Digest(self.address, self.credentials))
        opener = build_opener(*handlers)
        for attempt in range(1, _TRIES + 1):
            try:
                left = max(deadline - time.monotonic(), 0.001)
                with opener.open(request, timeout=left) as response:
                    return self._body(response, wanted, deadline)
            except HTTPError as error:
                with error:
                    pause = _pause(error) if error.code in _BUSY else None
                    if pause is None or attempt == _TRIES:
                        self._refused(error, wanted)
                if time.monotonic() + pause >= deadline:
                    raise DataError(
                        f"{self.address} is busy and asks to wait {pause:.0f} seconds, longer than"
                        f" the time-out of {self.timeout_seconds:g}: try again later."
                    ) from error
            except (URLError, HTTPException, ConnectionError) as error:
                if not wanted.is_writing or not _is_drop(error):
                    raise
                if attempt == _TRIES:
                    raise DroppedError(
                        f"{self.address} broke the connection off, {_TRIES} times:"
                        " push again, what is there is not sent again."
                    ) from error
                pause = _PAUSE_SECONDS * attempt
            time.sleep(pause)
        raise AssertionError  # the last attempt returns or raises

    def _body(self, response: HTTPResponse, wanted: Wanted, deadline: float) -> bytes:
        if wanted.types is None:
            # That it was written is said by the status; the words beside it are for nobody.
            return b""
        content_type = response.headers.get_content_type()
        if content_type not in wanted.types:
            came = "a web page" if "html" in content_type else content_type
            raise DataError(f"{self.address} answered with {came} instead of {wanted.is_what}")
        chunks = bytearray()
        while chunk := response.read1(65_536):
            chunks += chunk
            if len(chunks) > self.max_bytes:
                raise DataError(
                    f"{self.address} sent more than {self.max_bytes:,} bytes: {wanted.shorter}."
                )
            if time.monotonic() > deadline:
                raise self._too_slow(wanted)
        if response.length:
            # The connection ended before the bytes that were announced; nothing else says so.
            raise DataError(
                f"{self.address} broke off after {len(chunks):,} of"
                f" {len(chunks) + response.length:,} bytes: ask again."
            )
        return bytes(chunks)

    def _refused(self, error: HTTPError, wanted: Wanted) -> NoReturn:
        body = error.read(_ERROR_BYTES).decode("utf-8", "replace")
        said = "" if "html" in error.headers.get_content_type() else self.tame(body)
        why = f": {said}" if said else ""
        what = f"{self.address} answered {error.code} {self.tame(str(error.reason))}{why}"
        if error.code == 413:
            raise TooLargeError(f"{what}.") from error
        if error.code == 404 and wanted.is_writing:
            raise NotThereError(f"{what}; {_WRITING_ADVICE[404]}.") from error
        advice = (_WRITING_ADVICE if wanted.is_writing else _ADVICE).get(error.code)
        raise DataError(f"{what}; {advice}." if advice else f"{what}.") from error

    def _too_slow(self, wanted: Wanted) -> DataError:
        what = (
            "push again, what is there is not sent again" if wanted.is_writing else "ask for less"
        )
        return DataError(
            f"{self.address} did not finish within {self.timeout_seconds:g} seconds:"
            f" {what}, or give it more time."
        )


class _SameOrigin(HTTPRedirectHandler):
    """Follows a redirect only to the origin that was asked, where credentials may go."""

    max_redirections = 3

    def __init__(self, address: str, is_here: str) -> None:
        self._address = address
        self._is_here = is_here

    def redirect_request(  # noqa: PLR0913  # the signature of urllib
        self,
        req: Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: HTTPMessage,
        newurl: str,
    ) -> Request | None:
        """The request to follow; raises DataError where it leads elsewhere or would be lost."""
        if origin_of(newurl) != origin_of(self._address):
            raise DataError(
                f"{self._address} redirects to {newurl!a}, another server: {self._is_here}."
            )
        if req.data is not None and "x-www-form" not in str(req.get_header("Content-type")):
            # urllib would go on with an empty GET, and call it done.
            raise DataError(
                f"{self._address} redirects to {newurl!a}, where nothing would be written:"
                f" {self._is_here}."
            )
        followed = super().redirect_request(req, fp, code, msg, headers, newurl)
        who = req.unredirected_hdrs.get("Authorization")
        if followed and who:
            followed.add_unredirected_header("Authorization", who)
        return followed


class _Digest(HTTPDigestAuthHandler):
    """Answers the challenge of a server that wants the password as a digest (RFC 7616)."""

    def __init__(self, address: str, credentials: Credentials) -> None:
        passwords = HTTPPasswordMgrWithDefaultRealm()
        passwords.add_password(
            None, str(origin_of(address)), credentials.user or "", credentials.password or ""
        )
        super().__init__(passwords)

    def http_error_401(
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage
    ) -> HTTPResponse | None:
        """The answer to the request with the digest; None where no digest is wanted."""
        challenge = headers.get("WWW-Authenticate", "").lower()
        if not challenge and req.has_header("Authorization"):
            # Virtuoso says what it wants only to those who offer nothing.
            req.remove_header("Authorization")
            return self.parent.open(req, timeout=req.timeout)  # type: ignore[no-any-return]
        # What else is wanted, urllib refuses with an error of its own.
        if not challenge.startswith("digest"):
            return None
        return super().http_error_401(req, fp, code, msg, headers)


def tame(words: str) -> str:
    """The words of a stranger, on one short line that no terminal obeys."""
    line = " ".join(words.split())[:_MOST_SHOWN]
    return "".join(one if one.isprintable() else "\ufffd" for one in line)


def _is_drop(error: Exception) -> bool:
    """Whether an error is a connection that was there and is gone."""
    reason = getattr(error, "reason", error)
    gone = isinstance(reason, ConnectionError) and not isinstance(reason, ConnectionRefusedError)
    return gone or isinstance(reason, IncompleteRead)


def _pause(error: HTTPError) -> float:
    """How many seconds the endpoint asks to wait (RFC 9110, section 10.2.3); 1 if it is silent."""
    stated = error.headers.get("Retry-After", "").strip()
    if stated.isdecimal() and stated.isascii():
        return min(float(stated[:9]), 1e6)
    try:
        return max(parsedate_to_datetime(stated).timestamp() - time.time(), 0.0)
    except (ValueError, OverflowError):
        return 1.0
