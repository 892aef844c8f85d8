"""srokd as a service manager or a user runs it, on a virtual clock."""

import email
import email.policy
import os
import pathlib
import shutil
import socket
import subprocess
import tempfile
import time
import unittest

from aiosmtpd.controller import Controller

from ctl_run import BUILD, OK, ROOT, RULES, srokctl


class Daemon:
    """srokd in a directory of its own; nothing runs until start()."""

    def __init__(self, directory, config=None, rules=None):
        self.dir = pathlib.Path(directory)
        self.rules = rules or RULES
        self.socket = self.dir / "control.sock"
        self.database = self.dir / "srok.db"
        self.spool = self.dir / "spool"
        self.log = self.dir / "log"
        self.config = None
        self.process = None
        if config:
            self.config = self.dir / "srokd.yaml"
            self.config.write_text(config, encoding="utf-8")

    def command(self, *more):
        words = [BUILD / "srokd", "--rules", self.rules, "--database",
                 self.database, "--spool", self.spool, "--control",
                 self.socket, "--runtime", self.dir]
        if self.config:
            words += ["--config", self.config]
        return [str(w) for w in (*words, *more)]

    def start(self, *more, **popen):
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen(
                self.command(*more), cwd=ROOT, stdin=subprocess.DEVNULL,
                stdout=log, stderr=log, **popen)
        return self.process

    def run(self, *more, limit=300, **popen):
        """To its end; its exit code."""
        self.start(*more, **popen)
        try:
            return self.process.wait(limit)
        finally:
            self.kill()

    def wait_ready(self, limit=30):
        until = time.monotonic() + limit
        while time.monotonic() < until and self.process.poll() is None:
            if self.socket.exists() and self.ctl("verify").returncode == OK:
                return self
            time.sleep(0.02)
        raise AssertionError("srokd did not start:\n" + self.said())

    def stop(self, limit=60):
        if self.process and self.process.poll() is None:
            self.process.terminate()
        return self.process.wait(limit) if self.process else None

    def kill(self):
        if self.process and self.process.poll() is None:
            self.process.kill()
            self.process.wait()

    def ctl(self, *args):
        return srokctl(*args, "--socket", self.socket)

    def said(self):
        return self.log.read_text(encoding="utf-8") if self.log.exists() \
            else ""

    def wait_said(self, words, limit=20):
        until = time.monotonic() + limit
        while time.monotonic() < until:
            if words in self.said():
                return
            time.sleep(0.05)
        raise AssertionError(f"srokd did not say {words!r}:\n" + self.said())

    def letters(self):
        """All letters in the spool, parsed, by name of file."""
        new = self.spool / "new"
        if not new.is_dir():
            return []
        return [parse(path.read_bytes()) for path in sorted(new.iterdir())]


def parse(message):
    return email.message_from_bytes(message, policy=email.policy.default)


class Sink:
    """A real SMTP server on loopback that keeps every message."""

    def __init__(self):
        self.got = []
        self.controller = Controller(self, hostname="127.0.0.1", port=0)

    async def handle_DATA(self, server, session, envelope):
        self.got.append((envelope.mail_from, tuple(envelope.rcpt_tos),
                         envelope.content))
        return "250 2.0.0 kept"

    def __enter__(self):
        with socket.socket() as s:
            s.bind(("127.0.0.1", 0))
            self.controller.port = s.getsockname()[1]
        self.controller.start()
        self.port = self.controller.port
        return self

    def __exit__(self, *unused):
        self.controller.stop()

    def ids(self):
        return [parse(content)["Message-ID"] for _, _, content in self.got]


MAIL = """\
mail:
  from: Контроль сроков <srok@uo.example>
  relay: smtp://127.0.0.1:{port}
administrator: [admin@uo.example]
contact: Тел. 2-34-56
"""


class Case(unittest.TestCase):
    def setUp(self):
        self.directory = tempfile.mkdtemp(prefix="srok-")
        self.addCleanup(shutil.rmtree, self.directory, True)
        self.started = []
        self.addCleanup(lambda: [d.kill() for d in self.started])

    def daemon(self, name="a", **options):
        directory = os.path.join(self.directory, name)
        os.makedirs(directory, exist_ok=True)
        d = Daemon(directory, **options)
        self.started.append(d)
        return d

    def own_rules(self):
        """A copy of the shipped rules that a test may break."""
        path = pathlib.Path(self.directory) / "rules"
        shutil.copytree(RULES, path)
        return path
