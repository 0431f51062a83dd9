"""A web site of the loopback, for what asks addresses outside."""

from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread


class Site:
    """A site of the loopback: `pages` are (status, headers, body) by path, `asked` (method, path) in order."""

    def __init__(self, host: str = "127.0.0.1"):
        self.pages: dict[str, tuple[int, dict[str, str], str]] = {"/": (200, {}, "")}
        self.asked: list[tuple[str, str]] = []
        self.agents: set[str] = set()
        site = self

        class Answers(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                site.asked.append((self.command, self.path))
                site.agents.add(self.headers["User-Agent"])
                status, headers, body = site.pages.get(self.path, (404, {}, ""))
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.end_headers()
                if self.command == "GET":
                    self.wfile.write(body.encode())

            do_HEAD = do_GET

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer((host, 0), Answers)
        self.url = f"http://{host}:{self.server.server_port}"
        Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()
