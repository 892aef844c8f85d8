"""A receiver of webhooks on loopback. It answers by path, and keeps what it
got; signatures are checked here, by the words of Standard Webhooks 1.0.0."""

import base64
import hashlib
import hmac
import http.server
import threading
import time


def signature_is_good(secret, headers, body):
    key = base64.b64decode(secret[len("whsec_"):])
    signed = b".".join([headers["webhook-id"].encode(),
                        headers["webhook-timestamp"].encode(), body])
    want = "v1," + base64.b64encode(
        hmac.new(key, signed, hashlib.sha256).digest()).decode()
    return want in headers["webhook-signature"].split(" ")


class Receiver:
    """`answers` maps a path to (status, headers, body), or to a number of
    seconds to sleep before 200, or to "close"."""

    def __init__(self, context=None, **answers):
        self.answers = {"/" + k: v for k, v in answers.items()}
        self.got = []
        receiver = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self):
                n = int(self.headers.get("Content-Length", 0))
                body = self.rfile.read(n)
                if len(body) < n:       # given up by the sender
                    self.close_connection = True
                    return
                receiver.got.append((self.path, self.headers, body))
                self.reply(receiver.answers.get(
                    self.path.split("?")[0], (200, {}, b"ok")))

            def reply(self, answer):
                if answer == "close":
                    self.close_connection = True
                    return
                if not isinstance(answer, tuple):
                    time.sleep(answer)
                    answer = (200, {}, b"late")
                status, headers, body = answer
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                try:
                    self.wfile.write(body)
                except OSError:
                    self.close_connection = True

            def log_message(self, *unused):
                pass

        class Server(http.server.ThreadingHTTPServer):
            daemon_threads = True

            def handle_error(self, *unused):
                pass

        self.server = Server(("127.0.0.1", 0), Handler)
        if context:
            self.server.socket = context.wrap_socket(self.server.socket,
                                                     server_side=True)
        self.url = "%s://127.0.0.1:%d" % ("https" if context else "http",
                                          self.server.server_port)
        threading.Thread(target=self.server.serve_forever,
                         kwargs={"poll_interval": 0.05},
                         daemon=True).start()

    def __enter__(self):
        return self

    def __exit__(self, *unused):
        self.server.shutdown()
        self.server.server_close()
