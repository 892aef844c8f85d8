"""The daemon and real receivers: SMTP, HTTP, kills, a full disk, systemd."""

import asyncio
import collections
import json
import os
import random
import re
import signal
import socket
import subprocess
import time
import unittest

from ctl_run import OK
from daemon_run import MAIL, Case, Sink, parse
from fake_http import Receiver, signature_is_good

FROM = "2021-10-14"
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"


def span(until, rate="0"):
    return ("--virtual-from", FROM, "--until", until, "--rate", rate)


class Returning(Sink):
    """A relay that is unwell at first: it refuses `refusals` senders, then
    takes half a second over its first letter. `tried` has a line for each MAIL:
    how many letters were there before it."""

    def __init__(self, refusals):
        super().__init__()
        self.refusals, self.tried = refusals, []

    async def handle_MAIL(self, server, session, envelope, address, options):
        self.tried.append(len(self.got))
        if len(self.tried) <= self.refusals:
            return "451 4.3.0 unwell"
        envelope.mail_from = address
        return "250 2.1.0 go on"

    async def handle_DATA(self, server, session, envelope):
        if not self.got:
            await asyncio.sleep(0.5)
        return await super().handle_DATA(server, session, envelope)


class Quarter(Case):
    def test_a_quarter_of_letters_through_a_real_server(self):
        with Sink() as sink:
            d = self.daemon(config=MAIL.format(port=sink.port))
            self.assertEqual(d.run(*span("2022-01-15")), OK, d.said())
            self.assertGreater(len(sink.got), 20)
            ids = collections.Counter(sink.ids())
            self.assertEqual(set(ids.values()), {1})
            for sender, recipients, content in sink.got:
                self.check(sender, recipients, content)

    def check(self, sender, recipients, content):
        message = parse(content)
        self.assertEqual(message.defects, [])
        self.assertEqual(sender, "srok@uo.example")
        self.assertEqual(len(recipients), 1)
        self.assertEqual(message["To"].addresses[0].addr_spec, recipients[0])
        self.assertEqual(message["From"].addresses[0].display_name,
                         "Контроль сроков")
        self.assertTrue(message["Subject"])
        text = message.get_body(("plain",)).get_content()
        self.assertIn("Тел. 2-34-56", " ".join(text.split()))
        self.assertIn("<table", message.get_body(("html",)).get_content())
        for name in ("Date", "From", "To", "Subject", "Message-ID",
                     "MIME-Version", "Content-Type", "Auto-Submitted",
                     "X-Srok-Key"):
            self.assertEqual(len(message.get_all(name)), 1, name)
        self.assertTrue(content.isascii())

    def test_a_relay_that_is_away_loses_nothing(self):
        with Sink() as sink:
            d = self.daemon(config=MAIL.format(port=sink.port))
            self.assertEqual(d.run(*span("2021-10-16")), OK, d.said())
            want = len(sink.got)
        self.assertGreater(want, 0)
        with Sink() as sink:
            gone = sink.port
        d = self.daemon("b", config=MAIL.format(port=gone))
        d.start("--virtual-from", FROM, "--until", "2021-10-16", "--rate",
                "20000")
        d.wait_said("scope=relay")
        time.sleep(1)
        d.kill()
        with Sink() as sink:
            d.config.write_text(MAIL.format(port=sink.port),
                                encoding="utf-8")
            self.assertEqual(d.run(*span("2021-10-16")), OK, d.said())
            self.assertEqual(len(sink.got), want)

    def test_after_a_hold_one_letter_goes_first(self):
        """trust.md D15: nobody runs at a relay that has just come back."""
        with Sink() as sink:
            d = self.daemon(config=MAIL.format(port=sink.port))
            self.assertEqual(d.run(*span("2021-10-16")), OK, d.said())
            want = len(sink.got)
        # All of the first wave may be under way when it is told; the relay
        # is still unwell when it is tried again.
        down = want + 2
        self.assertGreater(want, 5)
        with Returning(down) as sink:
            d = self.daemon("b", config=MAIL.format(port=sink.port))
            self.assertEqual(d.run(*span("2021-10-16")), OK, d.said())
            self.assertEqual(len(sink.got), want)
        self.assertEqual(sink.tried[down], 0)       # it is taken …
        self.assertNotIn(0, sink.tried[down + 1:])  # … and waited for
        self.assertEqual(len(set(sink.ids())), want)


class Webhooks(Case):
    def test_each_notice_reaches_the_receiver_signed(self):
        rules = self.own_rules()
        bodies = rules / "bodies.yaml"
        text = bodies.read_text(encoding="utf-8")
        changed = re.sub(r"(?m)^(  uo:\n)", r"\1    webhook: chat\n", text)
        self.assertNotEqual(text, changed)
        bodies.write_text(changed, encoding="utf-8")
        with Receiver() as receiver:
            d = self.daemon(rules=rules, config=f"""\
webhooks:
  chat: {{url: "{receiver.url}/hook", secret_file: {self.directory}/secret, allow_private: true}}
""")
            with open(f"{self.directory}/secret", "w",
                      encoding="utf-8") as f:
                os.fchmod(f.fileno(), 0o600)
                f.write(f"host 127.0.0.1\nsecret {SECRET}\n")
            self.assertEqual(d.run(*span("2021-12-01")), OK, d.said())
            self.assertGreater(len(receiver.got), 3)
            seen = set()
            for _, headers, body in receiver.got:
                self.assertTrue(signature_is_good(SECRET, headers, body))
                notice = json.loads(body)
                self.assertEqual(notice["type"], "srok.notice")
                self.assertTrue(notice["data"]["items"])
                seen.add(headers["webhook-id"])
            self.assertEqual(len(seen), len(receiver.got))


class Kills(Case):
    """SIGKILL at random moments of a year; letters through a real server."""

    UNTIL = "2022-10-14"

    def test_nothing_lost_nothing_doubled(self):
        with Sink() as sink:
            d = self.daemon(config=MAIL.format(port=sink.port))
            begun = time.monotonic()
            self.assertEqual(d.run(*span(self.UNTIL)), OK, d.said())
            uncut = time.monotonic() - begun
            want = collections.Counter(sink.ids())
        seed = random.randrange(1 << 30)
        with self.subTest(seed=seed), Sink() as sink:
            d = self.daemon("b", config=MAIL.format(port=sink.port))
            kills = self.kill_often(d, random.Random(seed), uncut)
            got = collections.Counter(sink.ids())
            self.assertEqual(set(got), set(want))
            repeats = sum(got.values()) - len(got)
            self.assertLessEqual(repeats, kills)
            self.assertEqual(d.ctl("verify", "--database",
                                   d.database).returncode, OK)
            print(f"kills={kills} letters={len(got)} repeats={repeats} "
                  f"seed={seed}")

    def kill_often(self, d, rng, uncut):
        """Fifty kills; by its clock alone the year is longer than they take,
        however much faster the machine has become since."""
        year = 365 * 86400
        rate = year / (uncut + 10)      # whatever this machine does else
        pause = (uncut + 10) / 80
        for _ in range(50):
            d.start(*span(self.UNTIL, str(rate)))
            with self.assertRaises(subprocess.TimeoutExpired):
                d.process.wait(0.02 + rng.random() * 2 * pause)
            d.kill()
        self.assertEqual(d.run(*span(self.UNTIL)), OK, d.said())
        return 50


class FullDisk(Case):
    def test_a_full_disk_stops_sending_and_loses_nothing(self):
        d = self.daemon()
        self.assertEqual(d.run(*span("2021-12-15")), OK, d.said())
        want = {m["Message-ID"] for m in d.letters()}
        full = self.daemon("full")
        mount = full.dir / "disk"
        mount.mkdir()
        if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "none",
                           str(mount)], capture_output=True,
                          check=False).returncode:
            self.skipTest("no right to mount a small disk")
        self.addCleanup(subprocess.run, ["umount", str(mount)])
        full.database = mount / "srok.db"
        full.start(*span("2021-12-15"))
        full.wait_said("nothing can be recorded")
        sent = {m["Message-ID"] for m in full.letters()}
        full.stop()
        subprocess.run(["mount", "-o", "remount,size=32m", str(mount)],
                       check=True)
        self.assertEqual(full.run(*span("2021-12-15")), OK, full.said())
        after = {m["Message-ID"] for m in full.letters()}
        self.assertLessEqual(sent, after)
        self.assertEqual(after, want)


class Service(Case):
    def test_what_systemd_is_told(self):
        path = f"{self.directory}/notify"
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as s:
            s.bind(path)
            s.settimeout(20)
            d = self.daemon()
            d.start("--virtual-from", FROM, "--rate", "1",
                    env={**os.environ, "NOTIFY_SOCKET": path,
                         "WATCHDOG_USEC": "400000"})
            self.assertIn(b"READY=1", s.recv(4096))
            self.assertEqual(s.recv(4096), b"WATCHDOG=1")
            d.process.send_signal(signal.SIGHUP)
            while b"RELOADING=1" not in (message := s.recv(4096)):
                self.assertEqual(message, b"WATCHDOG=1")
            self.assertRegex(message, rb"MONOTONIC_USEC=\d+")
            while b"READY=1" not in s.recv(4096):
                pass
            d.process.terminate()
            while b"STOPPING=1" not in s.recv(4096):
                pass
            self.assertEqual(d.process.wait(20), OK)

    def test_idle_means_asleep(self):
        """Between two events no wake-up, senders let go."""
        d = self.daemon()
        d.start("--virtual-from", FROM, "--rate", "1")
        d.wait_ready()
        time.sleep(11)          # a connection's timer, a sender's five seconds

        def switches():
            with open(f"/proc/{d.process.pid}/status",
                      encoding="ascii") as f:
                return int(re.search(r"\nvoluntary_ctxt_switches:\s+(\d+)",
                                     f.read()).group(1))

        before = switches()
        time.sleep(10)
        self.assertEqual(switches() - before, 0)


if __name__ == "__main__":
    unittest.main()
