"""The pages and their assets: read once, compressed once, served under the hash of their content."""

import gzip
import hashlib
from pathlib import Path
from string import Template

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

WEB = Path(__file__).resolve().parent.parent / "web"
KEEP = "public, max-age=31536000, immutable"
ASK_AGAIN = "no-cache"
KINDS = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}


class Assets:
    """All that lies in web/; the version stands in the path, so modules that import each other stay together."""

    def __init__(self, folder: Path = WEB) -> None:
        files = {path.name: path.read_bytes() for path in sorted(folder.iterdir()) if path.is_file()}
        self._pages = {name: content.decode() for name, content in files.items() if name.endswith(".html")}
        self._files = {name: content for name, content in files.items() if Path(name).suffix in KINDS}
        self._packed = {name: gzip.compress(content, 9, mtime=0) for name, content in self._files.items()}
        self.version = hashlib.sha256(repr(sorted(files.items())).encode()).hexdigest()[:12]

    def serve(self, request: Request) -> Response:
        name, version = request.path_params["name"], request.path_params["version"]
        if name not in self._files:
            return PlainTextResponse("404", 404)
        # During a roll-out a page of the other version may ask: it gets ours, but must not keep it.
        keep = KEEP if version == self.version else ASK_AGAIN
        return packed(request, self._files[name], self._packed[name], KINDS[Path(name).suffix], keep)

    def page(self, request: Request, name: str, **words: str) -> Response:
        content = Template(self._pages[name]).substitute(words, version=self.version).encode()
        return packed(request, content, gzip.compress(content, mtime=0), "text/html", ASK_AGAIN)


def packed(request: Request, plain: bytes, small: bytes, kind: str, keep: str) -> Response:
    """Compressed where the browser takes it."""
    headers = {"cache-control": keep, "vary": "accept-encoding, accept-language"}
    if "gzip" in request.headers.get("accept-encoding", ""):
        return Response(small, media_type=kind, headers=headers | {"content-encoding": "gzip"})
    return Response(plain, media_type=kind, headers=headers)
