"""The core's side of the talk with srok-send (daemon/core/wire.h), from its
description and not from its code: what both understand is the protocol."""

import os
import signal
import socket
import struct
import subprocess
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(
    os.path.abspath(__file__))))
PROGRAM = os.path.join(os.environ.get("SROK_BUILD",
                                      os.path.join(ROOT, "build")),
                       "srok-send")

VERSION = 1
HELLO_CORE, HELLO_WORKER, JOB, ANSWER = 1, 2, 3, 4
WAYS = {"spool": 1, "email": 2, "webhook": 3}
OUTCOMES = [None, "sent", "refused", "try later", "uncertain"]
SCOPES = [None, "recipient", "message", "relay", "config"]
MARKS = [None, "dot", "result"]

FLAG, TEXT, NUMBER = "flag", "text", "number"
SETTINGS = [
    ("results", FLAG), ("virtual_clock", FLAG), ("dir", TEXT),
    ("relay", TEXT), ("fqdn", TEXT), ("from", TEXT), ("user", TEXT),
    ("secret_file", TEXT), ("ca_file", TEXT), ("url", TEXT),
    ("url_file", TEXT), ("format", TEXT), ("insecure", FLAG),
    ("allow_private", FLAG), ("connect_ms", NUMBER), ("reply_ms", NUMBER),
    ("total_ms", NUMBER),
]


def text(s):
    raw = s.encode() + b"\0"
    return struct.pack("<I", len(raw)) + raw


def take_text(message, at):
    (n,) = struct.unpack_from("<I", message, at)
    raw = message[at + 4:at + 4 + n]
    assert len(raw) == n and raw.index(b"\0") == n - 1, message
    return raw[:-1].decode(), at + 4 + n


def hello(way, settings, version=VERSION):
    unknown = set(settings) - {name for name, _ in SETTINGS}
    assert not unknown, unknown
    out = struct.pack("<BHB", HELLO_CORE, version, WAYS[way])
    for name, kind in SETTINGS:
        value = settings.get(name)
        if kind is TEXT:
            out += text(value or "")
        elif kind is FLAG:
            out += struct.pack("<B", bool(value))
        else:
            out += struct.pack("<I", value or 0)
    return out


def job(ident, body, message_id="<a.1@dept.example>", attempt=1, now=0,
        sender="", recipient="school-3@dept.example"):
    return (struct.pack("<BQIq", JOB, ident, attempt, now) + text(message_id)
            + text(sender) + text(recipient) + struct.pack("<I", len(body))
            + body)


class Answer:
    def __init__(self, message):
        kind, self.id, self.attempt, outcome, scope, self.retry_after = \
            struct.unpack_from("<BQIBBI", message)
        assert kind == ANSWER, message
        self.outcome, self.scope = OUTCOMES[outcome], SCOPES[scope]
        self.reply, end = take_text(message, 19)
        assert end == len(message), message

    def __repr__(self):
        return "%s/%s: %s" % (self.outcome, self.scope, self.reply)


def fnv1a(data):
    h = 2166136261
    for byte in data:
        h = (h ^ byte) * 16777619 & 0xffffffff
    return h


def read_marks(path):
    """[(mark, id, outcome or None), ...] of a results file."""
    marks = []
    with open(path, "rb") as f:
        data = f.read()
    assert len(data) % 24 == 0, data
    for at in range(0, len(data), 24):
        record = data[at:at + 24]
        magic, mark, outcome, _scope, _attempt, ident, _retry, check = \
            struct.unpack("<cBBBIQII", record)
        assert magic == b"S" and check == fnv1a(record[:20]), record
        marks.append((MARKS[mark], ident, OUTCOMES[outcome]))
    return marks


class Worker:
    """A srok-send and its results file."""

    def __init__(self, way, results_file=None, pass_fd=True, version=VERSION,
                 env=None, **settings):
        self.core, child = socket.socketpair(socket.AF_UNIX,
                                             socket.SOCK_SEQPACKET)
        self.core.settimeout(30)
        self.process = subprocess.Popen(
            [PROGRAM], stdin=child, stderr=subprocess.PIPE,
            env=dict(os.environ, **(env or {})))
        child.close()
        self.own_results = results_file is None
        if self.own_results:
            fd, results_file = tempfile.mkstemp(prefix="srok-results-")
            os.close(fd)
        self.results = results_file
        fd = os.open(results_file, os.O_WRONLY | os.O_APPEND)
        settings.setdefault("results", True)
        socket.send_fds(self.core, [hello(way, settings, version)],
                        [fd] if pass_fd else [])
        os.close(fd)
        message = self.core.recv(4096)
        kind, self.version = struct.unpack_from("<BH", message)
        assert kind == HELLO_WORKER, message
        self.why_not, end = take_text(message, 3)
        assert end == len(message), message

    def hand(self, ident, body, **fields):
        self.core.send(job(ident, body, **fields))

    def answer(self):
        return Answer(self.core.recv(4096))

    def send(self, ident, body, **fields):
        self.hand(ident, body, **fields)
        got = self.answer()
        assert got.id == ident
        return got

    def marks(self):
        return read_marks(self.results)

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        return self.process.wait(10)

    def end(self):
        """The orderly end: no more letters. Exit code and stderr."""
        try:
            self.core.shutdown(socket.SHUT_WR)
        except OSError:
            pass
        _, err = self.process.communicate(timeout=30)
        self.core.close()
        if self.own_results:
            os.unlink(self.results)
        return self.process.returncode, err.decode()
