"""The public address: stands where CloudFront stands, and takes requests to the API."""

import collections
import http.client
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

# Between two hops, not for the other end.
OWN_HEADERS = {"host", "connection", "content-length", "transfer-encoding", "keep-alive", "te", "upgrade"}


class Front:
    """Serves `url`. The API is named later: its address is known once it is deployed."""

    def __init__(self, port, viewer_key):
        self.port, self.viewer_key, self.api = port, viewer_key, None
        # How often which status was answered to which method and first part of a path.
        self.answers, self.lock = collections.Counter(), threading.Lock()
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_port}"

    def __enter__(self):
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()

    def failures(self):
        """What was answered with 500 and above."""
        with self.lock:
            return {key: count for key, count in self.answers.items() if key[2] >= 500}

    def forward(self, method, path, headers, body):
        """Hands a request on as CloudFront would: the API's host, the viewer's address and our key."""
        kept = {name: value for name, value in headers.items() if name.lower() not in OWN_HEADERS}
        kept["Host"] = f"{self.api}.execute-api.localhost:{self.port}"
        kept["X-Convoke-Viewer-Address"] = "192.0.2.1"
        kept["X-Convoke-Viewer-Key"] = self.viewer_key
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request(method, path, body=body, headers=kept)
            answer = connection.getresponse()
            content = answer.read()
        finally:
            connection.close()
        with self.lock:
            self.answers[(method, "/".join(path.split("?")[0].split("/")[:3])[:24], answer.status)] += 1
        return answer.status, answer.getheaders(), content

    def _handler(front):
        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *_):
                pass

            def _answer(self):
                body = self.rfile.read(int(self.headers.get("Content-Length", 0))) or None
                try:
                    status, headers, content = front.forward(self.command, self.path, self.headers, body)
                except OSError as error:
                    status, headers, content = 502, [], str(error).encode()
                self.send_response(status)
                for name, value in headers:
                    if name.lower() not in OWN_HEADERS | {"date", "server"}:
                        self.send_header(name, value)
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = do_HEAD = _answer

        return Handler
