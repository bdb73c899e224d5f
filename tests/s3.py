"""A real S3 server for the tests, on loopback: it notes what it is asked, and breaks off or refuses as it is told."""

import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Thread
from typing import Any

from moto.moto_server.werkzeug_app import create_backend_app
from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

from amif_network.core.object_storage import ObjectStorage


class Quiet(WSGIRequestHandler):
    def log(self, type: str, message: str, *args: Any) -> None:
        """Write no line for each request."""


@dataclass(frozen=True)
class Asked:
    method: str
    path: str
    range: str
    sha256: str


@dataclass
class Store:
    """`asked`: what came in. `cut`: how many answers to come break off in the middle. `away`: nothing is answered but 503."""

    asked: list[Asked] = field(default_factory=list)
    cut: int = 0
    away: bool = False
    server: BaseWSGIServer | None = None

    def __post_init__(self) -> None:
        self.app = create_backend_app("s3")

    def __call__(self, environ: dict[str, Any], start: Any) -> Iterable[bytes]:
        named = {key: environ.get(f"HTTP_{key}", "") for key in ("RANGE", "X_AMZ_CONTENT_SHA256")}
        self.asked.append(Asked(environ["REQUEST_METHOD"], environ["PATH_INFO"], *named.values()))
        if self.away:
            start("503 Service Unavailable", [("Content-Length", "0")])
            return []
        answer = self.app(environ, start)
        if environ["REQUEST_METHOD"] == "GET" and self.cut:
            self.cut -= 1
            return half(b"".join(answer))
        return answer

    def options(self) -> dict[str, str]:
        """Return what an ObjectStorage needs to use a new bucket of this store."""
        assert self.server is not None
        own = {
            "bucket": f"amif-{uuid.uuid4()}", "endpoint": f"http://127.0.0.1:{self.server.server_port}", "region": "us-east-1",
            "access_key": "portal", "secret_key": "only for tests",
        }  # fmt: skip
        ObjectStorage(**own).client().create_bucket(Bucket=own["bucket"])
        self.asked.clear()
        return own

    def ranges(self) -> list[str]:
        """Return which parts of files were asked for."""
        return [one.range for one in self.asked if one.method == "GET"]


def half(body: bytes) -> Iterator[bytes]:
    """Give the first half of an answer, and no end."""
    yield body[: len(body) // 2]
    raise ConnectionAbortedError


@contextmanager
def store() -> Iterator[Store]:
    """Run the server as long as the context lives."""
    own = Store()
    own.server = make_server("127.0.0.1", 0, own, threaded=True, request_handler=Quiet)
    thread = Thread(target=own.server.serve_forever, daemon=True)
    thread.start()
    try:
        yield own
    finally:
        own.server.shutdown()
        own.server.server_close()
        thread.join()
