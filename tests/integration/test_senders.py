"""srok-send against real servers: aiosmtpd, scripted relays, an HTTP
receiver. The driver stands for the core (sender_talk.py)."""

import email
import logging
import os
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import tempfile
import time
import unittest
import warnings

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

from fake_http import Receiver, signature_is_good
from fake_smtp import CLOSE, HANG, RESET, Relay
from sender_talk import PROGRAM, Worker

LETTER = (b"Date: Thu, 14 Oct 2021 09:00:00 +0700\r\n"
          b"From: srok@dept.example\r\nTo: school-3@dept.example\r\n"
          b"Subject: test\r\nMessage-ID: <a.1@dept.example>\r\n\r\n"
          b"body\r\n")
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
OLD_SECRET = "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYX"
MAIL = {"fqdn": "srok.dept.example", "from": "srok@dept.example"}


class Case(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        # aiosmtpd's own opinions on what it is asked to do here
        warnings.simplefilter("ignore")
        logging.getLogger("mail.log").setLevel(logging.CRITICAL + 1)
        cls.dir = tempfile.mkdtemp(prefix="srok-senders-")

    @classmethod
    def tearDownClass(cls):
        shutil.rmtree(cls.dir)

    def path(self, name):
        return os.path.join(self.dir, name)

    def write(self, name, text, mode=0o600):
        with open(self.path(name), "w") as f:
            f.write(text)
        os.chmod(self.path(name), mode)
        return self.path(name)

    def expect(self, answer, outcome, scope, reply=None):
        self.assertEqual((answer.outcome, answer.scope), (outcome, scope),
                         answer)
        if reply is not None:
            self.assertRegex(answer.reply, reply)

    def ends_well(self, worker):
        code, err = worker.end()
        self.assertEqual((code, err), (0, ""))

    @classmethod
    def certificate(cls):
        """(context of a server, CA file) for localhost and 127.0.0.1."""
        key, cert = (os.path.join(cls.dir, n) for n in ("key", "cert"))
        if not os.path.exists(cert):
            subprocess.run(
                ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt",
                 "ec_paramgen_curve:P-256", "-nodes", "-days", "2",
                 "-subj", "/CN=localhost", "-addext",
                 "subjectAltName=DNS:localhost,IP:127.0.0.1",
                 "-keyout", key, "-out", cert],
                check=True, stderr=subprocess.DEVNULL)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(cert, key)
        return context, cert


class Talk(Case):
    """The worker itself, with the way that needs nobody."""

    def test_by_hand_it_says_what_it_is(self):
        done = subprocess.run([PROGRAM], stdin=subprocess.DEVNULL,
                              capture_output=True, text=True)
        self.assertEqual(done.returncode, 64)
        self.assertIn("started by srokd", done.stderr)
        done = subprocess.run([PROGRAM, "--help"], capture_output=True,
                              text=True)
        self.assertEqual(done.returncode, 0)
        self.assertIn("started by srokd", done.stdout)
        done = subprocess.run([PROGRAM, "--version"], capture_output=True,
                              text=True)
        self.assertRegex(done.stdout, r"^srok-send \d+\.\d+")

    def test_another_version_is_told_so(self):
        worker = Worker("spool", version=2, dir=self.dir)
        self.assertIn("another version", worker.why_not)
        self.assertEqual(worker.version, 1)
        self.assertEqual(worker.end()[0], 76)

    def test_hello_and_descriptor_must_agree(self):
        worker = Worker("spool", dir=self.dir, pass_fd=False)
        self.assertIn("do not agree", worker.why_not)
        self.assertEqual(worker.end()[0], 76)

    def test_spool(self):
        worker = Worker("spool", dir=self.dir)
        self.assertEqual(worker.why_not, "")
        self.expect(worker.send(1, LETTER), "sent", "message", "^new/a.1@")
        self.expect(worker.send(2, LETTER), "sent", "message")
        files = os.listdir(self.path("new"))
        self.assertEqual(files, ["a.1@dept.example.eml"])
        with open(os.path.join(self.dir, "new", files[0]), "rb") as f:
            self.assertEqual(f.read(), LETTER)
        self.assertEqual(worker.marks(), [("result", 1, "sent"),
                                          ("result", 2, "sent")])
        self.ends_well(worker)

    def test_nonsense_ends_it(self):
        for nonsense in (b"\x03", b"\xff" * 100, b"x" * 160000):
            worker = Worker("spool", dir=self.dir)
            worker.core.send(nonsense)
            code, err = worker.end()
            self.assertEqual(code, 76)
            self.assertIn("srok-send: ", err)

    def test_no_results_file(self):
        worker = Worker("spool", dir=self.dir, results=False, pass_fd=False)
        self.expect(worker.send(1, LETTER), "sent", "message")
        self.assertEqual(worker.marks(), [])
        self.ends_well(worker)

    def test_sigterm_ends_a_waiting_one(self):
        worker = Worker("spool", dir=self.dir)
        worker.send(1, LETTER)
        time.sleep(0.05)
        worker.process.send_signal(signal.SIGINT)       # is ignored
        time.sleep(0.05)
        self.assertIsNone(worker.process.poll())
        worker.process.send_signal(signal.SIGTERM)
        self.assertEqual(worker.process.wait(5), -signal.SIGTERM)
        worker.end()


class Scripted(Case):
    """trust.md 2.1: each misbehaviour in its class."""

    def worker(self, relay, **settings):
        worker = Worker("email", relay=relay.url, **MAIL, **settings)
        self.assertEqual(worker.why_not, "")
        return worker

    # what the script says, outcome, scope, reply, is there a DOT
    CELLS = [
        ({}, "sent", "message", "^250 2.0.0 Ok: queued as 4FZ8$", True),
        ({"DOT": "250-a\r\n250 b"}, "sent", "message", "^250 b$", True),
        ({"DOT": "what?\r\n250 late"}, "sent", "message", "^250 late$", True),
        ({"DOT": "252 hm"}, "sent", "message", "^252 hm$", True),
        ({"GREETING": "421 busy"}, "try later", "relay",
         "^greeting: 421 busy$", False),
        ({"GREETING": "554 go away"}, "try later", "config",
         "^greeting: 554 go away$", False),
        ({"GREETING": CLOSE}, "try later", "relay", "^greeting: ", False),
        ({"EHLO": "421 busy"}, "try later", "relay", "^EHLO: 421", False),
        ({"EHLO": CLOSE}, "try later", "relay", "^EHLO: ", False),
        ({"EHLO": "502 no", "HELO": "502 no"}, "try later", "config",
         "^EHLO: 502 no", False),
        ({"MAIL": "451 4.3.0 x"}, "try later", "relay", "^MAIL: 451", False),
        ({"MAIL": "552 5.3.4 big"}, "refused", "message", "^MAIL: 552",
         False),
        ({"MAIL": "550 5.1.8 sender"}, "try later", "config", "^MAIL: 550",
         False),
        ({"MAIL": "530 5.7.0 log in"}, "try later", "config", "^MAIL: 530",
         False),
        ({"MAIL": CLOSE}, "try later", "relay", "^MAIL: ", False),
        ({"RCPT": "450 4.2.1 later"}, "try later", "recipient",
         "^RCPT: 450 4.2.1 later$", False),
        ({"RCPT": "550 5.1.1 nobody"}, "refused", "recipient",
         "^RCPT: 550 5.1.1 nobody$", False),
        ({"RCPT": "550-5.1.1 no\r\n550 5.1.1 body"}, "refused", "recipient",
         "^RCPT: 550 5.1.1 body$", False),
        ({"RCPT": "421 4.3.2 bye"}, "try later", "relay", "^RCPT: 421",
         False),
        ({"RCPT": RESET}, "try later", "relay", "^RCPT: ", False),
        ({"DATA": "451 4.3.0 x"}, "try later", "relay", "^DATA: 451", False),
        ({"DATA": "451 x"}, "try later", "message", "^DATA: 451", False),
        ({"DATA": "554 5.5.1 x"}, "refused", "message", "^DATA: 554", False),
        ({"DATA": CLOSE}, "try later", "relay", "^DATA: ", False),
        ({"DOT": "451 4.7.1 grey"}, "try later", "message",
         "^end of letter: 451", True),
        ({"DOT": "421 4.3.2 stop"}, "try later", "relay",
         "^end of letter: 421", True),
        ({"DOT": "554 5.7.1 spam"}, "refused", "message",
         "^end of letter: 554 5.7.1 spam$", True),
        ({"DOT": "550 5.1.1 nobody"}, "refused", "recipient",
         "^end of letter: 550", True),
        ({"DOT": CLOSE}, "uncertain", "message", "^end of letter: ", True),
        ({"DOT": RESET}, "uncertain", "message", "^end of letter: ", True),
        ({"DOT": "250 \x1b[31m\x07"}, "sent", "message",
         r"^250 \\x1B\[31m\\x07$", True),
        ({"DOT": "550 " + "x" * 900}, "refused", "message",
         "^end of letter: 550 x+$", True),
    ]

    def test_cells(self):
        for script, outcome, scope, reply, dot in self.CELLS:
            with self.subTest(script=script), Relay(**script) as relay:
                worker = self.worker(relay)
                answer = worker.send(7, LETTER)
                self.expect(answer, outcome, scope, reply)
                self.assertLessEqual(len(answer.reply), 512)
                self.assertEqual(worker.marks(), [("dot", 7, None)] * dot
                                 + [("result", 7, outcome)])
                self.assertEqual(len(relay.letters), int(dot))
                self.ends_well(worker)

    def test_silence(self):
        for where, outcome in (("GREETING", "try later"),
                               ("RCPT", "try later"), ("DOT", "uncertain")):
            with self.subTest(where=where), Relay(**{where: HANG}) as relay:
                worker = self.worker(relay, reply_ms=1000, connect_ms=1000)
                began = time.monotonic()
                answer = worker.send(1, LETTER)
                # a second for the reply, three for the answer to QUIT
                self.assertLess(time.monotonic() - began, 6)
                self.assertEqual(answer.outcome, outcome, answer)
                worker.kill()
                worker.end()

    def test_nobody_there(self):
        with Relay() as relay:
            pass
        worker = self.worker(relay)
        self.expect(worker.send(1, LETTER), "try later", "relay",
                    "^greeting: ")
        self.ends_well(worker)

    def test_what_is_said(self):
        with Relay() as relay:
            worker = self.worker(relay, env={
                "all_proxy": "http://127.0.0.1:1",
                "ALL_PROXY": "http://127.0.0.1:1"})
            worker.send(1, LETTER, recipient="ivan@почта.рф",
                        sender="srok+7@dept.example")
            worker.send(2, LETTER)
            self.ends_well(worker)
            self.assertEqual(relay.commands, [
                "EHLO srok.dept.example",
                "MAIL FROM:<srok+7@dept.example>",
                "RCPT TO:<ivan@xn--80a1acny.xn--p1ai>", "DATA",
                "MAIL FROM:<srok@dept.example>",
                "RCPT TO:<school-3@dept.example>", "DATA", "QUIT"])
            self.assertEqual(relay.connections, 1)

    def test_stuffed_dots_and_buffer_borders(self):
        lines = [b"A: b", b"", b".", b"..", b".x", b"a."]
        size = sum(len(line) + 2 for line in lines)
        while size < 128 * 1024 - 80:
            line = b"." * (size % 70 + 1)
            lines.append(line)
            size += len(line) + 2
        letter = b"\r\n".join(lines) + b"\r\n"
        self.assertGreater(len(letter), 127 * 1024)
        with Relay() as relay:
            worker = self.worker(relay)
            self.expect(worker.send(1, letter), "sent", "message")
            self.assertEqual(relay.letters, [letter])
            self.ends_well(worker)

    def test_bad_letters_and_addresses_never_leave(self):
        smuggled = LETTER + b"x\n.\r\nMAIL FROM:<e@x.example>\r\n"
        with Relay() as relay:
            worker = self.worker(relay)
            self.expect(worker.send(1, smuggled), "refused", "message",
                        "a bare LF")
            self.expect(worker.send(2, LETTER, recipient="r@d.example>\r\n"
                                    "RCPT TO:<evil@x.example"),
                        "refused", "recipient")
            self.expect(worker.send(3, LETTER, recipient=""), "refused",
                        "recipient")
            self.expect(worker.send(4, LETTER, sender="a b@c.example"),
                        "try later", "config")
            self.assertEqual(relay.commands, [])
            self.assertNotIn("dot", [m[0] for m in worker.marks()])
            self.ends_well(worker)

    def test_a_stale_connection_is_replaced_at_once(self):
        # MAIL is answered, then by 421, then by a closed connection.
        with Relay(MAIL=["250 ok", "421 idle", "250 ok", RESET, "250 ok"]) \
                as relay:
            worker = self.worker(relay)
            for ident in range(1, 4):
                self.expect(worker.send(ident, LETTER), "sent", "message")
            self.assertEqual(len(relay.letters), 3)
            self.assertEqual(relay.connections, 3)
            self.ends_well(worker)

    def test_a_fresh_421_is_not_tried_again_at_once(self):
        with Relay(MAIL="421 no") as relay:
            worker = self.worker(relay)
            self.expect(worker.send(1, LETTER), "try later", "relay")
            self.assertEqual(relay.connections, 1)
            self.ends_well(worker)

    def test_fifty_letters_then_a_new_connection(self):
        # The relay never answers QUIT: that must not hold the answer up.
        with Relay(QUIT=HANG) as relay:
            worker = self.worker(relay)
            for ident in range(49):
                worker.send(ident, LETTER)
            began = time.monotonic()
            self.expect(worker.send(49, LETTER), "sent", "message")
            self.assertLess(time.monotonic() - began, 5)
            self.assertEqual(relay.connections, 1)
            self.expect(worker.send(50, LETTER), "sent", "message")
            self.assertEqual(relay.connections, 2)
            self.ends_well(worker)

    def test_quit_without_answer_after_a_refusal(self):
        with Relay(RCPT="550 5.1.1 nobody", QUIT=HANG) as relay:
            worker = self.worker(relay)
            began = time.monotonic()
            self.expect(worker.send(1, LETTER), "refused", "recipient")
            self.assertLess(time.monotonic() - began, 5)
            self.assertEqual(relay.commands[-1], "QUIT")
            self.ends_well(worker)

    def test_no_auth_offered(self):
        secret = self.write("auth", "host 127.0.0.1\nsecret hunter2\n")
        with Relay() as relay:
            worker = self.worker(relay, user="srok", secret_file=secret)
            self.expect(worker.send(1, LETTER), "try later", "config",
                        "offers no AUTH")
            self.assertEqual(relay.letters, [])
            self.ends_well(worker)

    def test_auth_fails(self):
        secret = self.write("auth2", "host 127.0.0.1\nsecret hunter2\n")
        for word, scope in (("535 5.7.8 no", "config"),
                            ("454 4.7.0 later", "relay")):
            with Relay(EHLO="250-x\r\n250 AUTH PLAIN", AUTH=word) as relay:
                worker = self.worker(relay, user="srok", secret_file=secret)
                answer = worker.send(1, LETTER)
                self.expect(answer, "try later", scope, "^AUTH: " + word)
                self.ends_well(worker)

    def test_starttls_is_demanded(self):
        _, ca = self.certificate()
        with Relay() as relay:
            worker = self.worker(relay, ca_file=ca)
            self.expect(worker.send(1, LETTER), "try later", "config",
                        "^EHLO: ")
            self.ends_well(worker)
        with Relay(EHLO="250-x\r\n250 STARTTLS",
                   STARTTLS="454 4.7.0 later") as relay:
            worker = self.worker(relay, ca_file=ca)
            self.expect(worker.send(1, LETTER), "try later", "relay",
                        "^STARTTLS: 454")
            self.ends_well(worker)

    def test_settings_that_cannot_work(self):
        secret = self.write("other", "host relay.example\nsecret x\n")
        open_one = self.write("open", "host 127.0.0.1\nsecret x\n", 0o644)
        cells = [
            ({"relay": "imap://x.example"}, "smtps://relay.example:465"),
            ({"relay": ""}, "no URL"),
            ({"from": "srok"}, "from 'srok': no @"),
            ({"fqdn": "a b"}, "our host name 'a b'"),
            ({"user": "srok"}, "user without a password file"),
            ({"secret_file": secret}, "password file without a user"),
            ({"user": "srok", "secret_file": secret},
             "is for host relay.example, the relay is 127.0.0.1"),
            ({"user": "srok", "secret_file": open_one}, "mode should be"),
            ({"user": "srok", "secret_file": "/nowhere"}, "No such file"),
            ({"user": "srok", "secret_file": secret, "insecure": True,
              "relay": "smtp://relay.example"}, "not sent in plain"),
        ]
        for change, complaint in cells:
            with self.subTest(change=change):
                settings = dict(MAIL, relay="smtp://127.0.0.1:1")
                settings.update(change)
                worker = Worker("email", **settings)
                self.assertIn(complaint, worker.why_not)
                self.assertEqual(worker.end()[0], 78)


class Crashes(Case):
    def worker(self, relay, **settings):
        return Worker("email", relay=relay.url, **MAIL, **settings)

    def test_killed_after_the_dot(self):
        with Relay(DOT=HANG) as relay:
            worker = self.worker(relay)
            worker.hand(1, LETTER)
            worker.hand(2, LETTER)
            self.assertTrue(relay.dotted.wait(10))
            worker.kill()
            # The second was unread: first the reset, then the end.
            with self.assertRaises(ConnectionResetError):
                worker.core.recv(4096)
            self.assertEqual(worker.core.recv(4096), b"")
            self.assertEqual(worker.marks(), [("dot", 1, None)])
            worker.end()

    def test_killed_before_the_dot(self):
        with Relay(RCPT=HANG) as relay:
            worker = self.worker(relay)
            worker.hand(1, LETTER)
            while not any(c.startswith("RCPT") for c in relay.commands):
                time.sleep(0.01)
            worker.kill()
            self.assertEqual(worker.core.recv(4096), b"")
            self.assertEqual(worker.marks(), [])
            worker.end()

    def test_the_core_dies(self):
        """The letter in hand is finished, the queued one not begun."""
        with Relay(DOT=["250 first", "250 second"]) as relay:
            relay.thinks_s = 0.5
            worker = self.worker(relay)
            worker.hand(1, LETTER)
            worker.hand(2, LETTER)
            self.assertTrue(relay.dotted.wait(10))
            worker.core.close()
            worker.process.communicate(timeout=10)
            self.assertEqual(len(relay.letters), 1)
            self.assertEqual(worker.marks(), [("dot", 1, None),
                                              ("result", 1, "sent")])
            os.unlink(worker.results)

    def test_the_orderly_end_finishes_the_queue(self):
        with Relay() as relay:
            worker = self.worker(relay)
            for ident in range(1, 4):
                worker.hand(ident, LETTER)
            worker.core.shutdown(socket.SHUT_WR)
            for ident in range(1, 4):
                self.assertEqual(worker.answer().id, ident)
            self.assertEqual(worker.core.recv(4096), b"")
            self.ends_well(worker)
            self.assertEqual(len(relay.letters), 3)

    def test_sigterm_finishes_the_letter_in_hand(self):
        with Relay() as relay:
            relay.thinks_s = 0.5
            worker = self.worker(relay)
            worker.hand(1, LETTER)
            worker.hand(2, LETTER)
            self.assertTrue(relay.dotted.wait(10))
            worker.process.send_signal(signal.SIGTERM)
            self.expect(worker.answer(), "sent", "message")
            self.assertEqual(worker.process.wait(10), 0)
            self.assertEqual(len(relay.letters), 1)
            worker.end()

    def test_full_disk_under_the_results_file(self):
        """What cannot be marked is not sent: it could be sent twice."""
        with Relay() as relay:
            worker = self.worker(relay, results_file="/dev/full")
            self.expect(worker.send(1, LETTER), "try later", "config",
                        "No space left")
            self.assertEqual(relay.letters, [])
            worker.end()
        with Receiver() as receiver:
            worker = Worker("webhook", results_file="/dev/full",
                            url=receiver.url, allow_private=True)
            self.expect(worker.send(1, b"{}", message_id="a"), "try later",
                        "config", "No space left")
            self.assertEqual(receiver.got, [])
            worker.end()


class Keeper:
    def __init__(self):
        self.envelopes = []

    async def handle_DATA(self, server, session, envelope):
        self.envelopes.append((session, envelope))
        return "250 2.0.0 Ok: queued as K%d" % len(self.envelopes)


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as s:
        return s.getsockname()[1]


class Aiosmtpd(Case):
    """A real server, with TLS and AUTH."""

    def serve(self, **options):
        keeper = Keeper()
        server = Controller(keeper, hostname="127.0.0.1", port=free_port(),
                            **options)
        server.start()
        self.addCleanup(server.stop)
        return keeper, server.port

    @staticmethod
    def authenticate(server, session, envelope, mechanism, data):
        good = (data.login, data.password) == (b"srok", b"correct horse")
        return AuthResult(success=good, handled=False)

    def test_plain(self):
        keeper, port = self.serve()
        worker = Worker("email", relay="smtp://localhost:%d" % port, **MAIL)
        self.expect(worker.send(1, LETTER), "sent", "message", "queued as K1")
        self.expect(worker.send(2, LETTER), "sent", "message", "queued as K2")
        self.ends_well(worker)
        session, envelope = keeper.envelopes[0]
        self.assertEqual(session.host_name, "srok.dept.example")
        self.assertEqual(envelope.mail_from, "srok@dept.example")
        self.assertEqual(envelope.rcpt_tos, ["school-3@dept.example"])
        self.assertEqual(envelope.original_content, LETTER)
        self.assertEqual(email.message_from_bytes(
            envelope.original_content)["Subject"], "test")
        self.assertIs(session, keeper.envelopes[1][0])

    def tls_and_auth(self, scheme, **options):
        _, ca = self.certificate()
        keeper, port = self.serve(authenticator=self.authenticate,
                                  auth_required=True, **options)
        settings = dict(MAIL, relay="%s://localhost:%d" % (scheme, port),
                        ca_file=ca, user="srok")
        good = self.write("good", "host localhost\nsecret correct horse\n")
        bad = self.write("bad", "host localhost\nsecret hunter2\n")

        worker = Worker("email", secret_file=good, **settings)
        self.assertEqual(worker.why_not, "")
        self.expect(worker.send(1, LETTER), "sent", "message")
        self.expect(worker.send(2, LETTER), "sent", "message")
        self.ends_well(worker)
        self.assertEqual(len(keeper.envelopes), 2)
        self.assertTrue(keeper.envelopes[0][0].authenticated)

        worker = Worker("email", secret_file=bad, **settings)
        answer = worker.send(3, LETTER)
        self.expect(answer, "try later", "config", "^AUTH: 535")
        self.assertNotIn("hunter2", answer.reply)
        self.ends_well(worker)

        del settings["user"]
        worker = Worker("email", **settings)
        self.expect(worker.send(4, LETTER), "try later", "config", "530")
        self.ends_well(worker)

        settings["ca_file"] = "/etc/ssl/certs/ca-certificates.crt"
        worker = Worker("email", **settings)
        self.expect(worker.send(5, LETTER), "try later", "config",
                    "certificate")
        self.ends_well(worker)
        self.assertEqual(len(keeper.envelopes), 2)
        return keeper

    def test_smtps(self):
        context, _ = self.certificate()
        keeper = self.tls_and_auth("smtps", ssl_context=context,
                                   auth_require_tls=False)
        # one connection for both letters
        self.assertIs(keeper.envelopes[0][0], keeper.envelopes[1][0])

    def test_starttls(self):
        context, _ = self.certificate()
        keeper = self.tls_and_auth("smtp", tls_context=context,
                                   require_starttls=True)
        self.assertIsNotNone(keeper.envelopes[0][0].ssl)
        # a connection each (CVE-2026-4873, CVE-2026-8286)
        self.assertIsNot(keeper.envelopes[0][0], keeper.envelopes[1][0])


class Webhooks(Case):
    BODY = '{"type":"srok.reminder.due","data":{"item":"6"}}'.encode()

    def worker(self, url, **settings):
        settings.setdefault("allow_private", True)
        worker = Worker("webhook", url=url, **settings)
        self.assertEqual(worker.why_not, "")
        return worker

    def test_signed_and_verified(self):
        secret = self.write("hook", "host 127.0.0.1\nsecret %s\nsecret %s\n"
                            % (SECRET, OLD_SECRET))
        with Receiver() as receiver:
            worker = self.worker(receiver.url + "/hook", secret_file=secret,
                                 env={"http_proxy": "http://127.0.0.1:1"})
            self.expect(worker.send(1, self.BODY, message_id="msg_1"),
                        "sent", "message", "^HTTP 200: ok$")
            self.assertEqual(worker.marks(), [("dot", 1, None),
                                              ("result", 1, "sent")])
            self.ends_well(worker)
            path, headers, body = receiver.got[0]
            self.assertEqual((path, body), ("/hook", self.BODY))
            self.assertEqual(headers["Content-Type"], "application/json")
            self.assertEqual(headers["webhook-id"], "msg_1")
            self.assertLess(abs(int(headers["webhook-timestamp"])
                                - time.time()), 30)
            self.assertTrue(signature_is_good(SECRET, headers, body))
            self.assertTrue(signature_is_good(OLD_SECRET, headers, body))
            self.assertFalse(signature_is_good(SECRET, headers, body + b" "))
            self.assertNotIn("Expect", headers)
            self.assertRegex(headers["User-Agent"], "^srok/")

    def test_virtual_clock(self):
        with Receiver() as receiver:
            worker = self.worker(receiver.url, virtual_clock=True,
                                 format="cloudevents")
            worker.send(1, self.BODY, message_id="a", now=1634176800)
            self.ends_well(worker)
            _, headers, _ = receiver.got[0]
            self.assertEqual(headers["webhook-timestamp"], "1634176800")
            self.assertTrue(headers["Content-Type"].startswith(
                "application/cloudevents+json"))
            self.assertNotIn("webhook-signature", headers)

    # path, its answer, outcome, scope, Retry-After, reply
    CELLS = [
        ("moved", (301, {"Location": "http://127.0.0.1:1/"}, b""),
         "try later", "config", 0, "^HTTP 301$"),
        ("gone", (410, {}, b"bye"), "refused", "relay", 0, "^HTTP 410: bye"),
        ("slowdown", (429, {"Retry-After": "120"}, b""), "try later",
         "relay", 120, "^HTTP 429$"),
        ("slowdate", (503, {"Retry-After": "Fri, 31 Dec 2100 23:59:59 GMT"},
                      b""), "try later", "relay", 86400, "^HTTP 503$"),
        ("endless", (429, {"Retry-After": "99999999999"}, b""), "try later",
         "relay", 86400, "^HTTP 429$"),
        ("broken", (500, {}, b"oops"), "try later", "message", 0,
         "^HTTP 500: oops$"),
        ("bad", (422, {}, "нет поля\n".encode()), "refused", "message", 0,
         "^HTTP 422: нет поля$"),
        ("binary", (400, {}, b"\x00\xff\x1b[0m"), "refused", "message", 0,
         r"^HTTP 400: \\x00\\xFF\\x1B\[0m$"),
        ("huge", (200, {}, b"x" * 5000000), "sent", "message", 0,
         "^HTTP 200: x{200}$"),
        ("close", "close", "uncertain", "message", 0, "mpty reply"),
        ("slow", 3, "uncertain", "message", 0, "timed out|timeout"),
    ]

    def test_cells(self):
        with Receiver(**{c[0]: c[1] for c in self.CELLS}) as receiver:
            for path, _, outcome, scope, retry, reply in self.CELLS:
                with self.subTest(path=path):
                    worker = self.worker(receiver.url + "/" + path,
                                         total_ms=1500)
                    answer = worker.send(1, self.BODY, message_id="a")
                    self.expect(answer, outcome, scope, reply)
                    self.assertEqual(answer.retry_after, retry)
                    self.assertEqual(worker.marks()[0][0], "dot")
                    self.ends_well(worker)
        self.assertEqual(len(receiver.got), len(self.CELLS))

    def test_a_secret_address_is_not_echoed(self):
        echo = (404, {}, b"no /bot1:tok/send?chat=5 here")
        with Receiver(**{"bot1:tok/send": echo}) as receiver:
            url = self.write("url", "url %s/bot1:tok/send?chat=5\n"
                             % receiver.url)
            worker = Worker("webhook", url_file=url, allow_private=True,
                            format="telegram")
            answer = worker.send(1, self.BODY, message_id="a")
            self.expect(answer, "refused", "message",
                        r"^HTTP 404: no \*\*\* here$")
            self.assertEqual(receiver.got[0][0], "/bot1:tok/send?chat=5")
            self.ends_well(worker)

    def test_rocketchat_says_no_with_200(self):
        no = (200, {}, b'{"success":false,"error":"x"}')
        with Receiver(rc=no) as receiver:
            worker = self.worker(receiver.url + "/rc", format="rocketchat")
            self.expect(worker.send(1, self.BODY, message_id="a"),
                        "try later", "message", "^HTTP 200: ")
            self.ends_well(worker)

    def test_empty_body_for_a_heartbeat(self):
        with Receiver() as receiver:
            worker = self.worker(receiver.url + "/ping")
            self.expect(worker.send(1, b"", message_id="a"), "sent",
                        "message")
            self.assertEqual(receiver.got[0][2], b"")
            self.ends_well(worker)
        worker = self.worker(receiver.url)
        self.expect(worker.send(2, b"", message_id="a"), "try later", "relay")
        self.ends_well(worker)

    def test_https(self):
        context, ca = self.certificate()
        with Receiver(context=context) as receiver:
            worker = self.worker(receiver.url, ca_file=ca)
            self.expect(worker.send(1, self.BODY, message_id="a"), "sent",
                        "message")
            self.ends_well(worker)
            worker = self.worker(receiver.url)
            self.expect(worker.send(1, self.BODY, message_id="a"),
                        "try later", "config", "certificate")
            self.assertEqual(worker.marks(), [("result", 1, "try later")])
            self.ends_well(worker)
            self.assertEqual(len(receiver.got), 1)

    def test_guard(self):
        """No socket is opened to these; the resolved address decides."""
        for url in ("https://127.0.0.1:1/", "https://localhost:1/",
                    "https://0x7f.1:1/", "https://2130706433:1/",
                    "https://[::1]:1/", "https://[::ffff:10.0.0.1]:1/",
                    "https://10.0.0.1:1/", "https://169.254.169.254/"):
            with self.subTest(url=url):
                worker = self.worker(url, allow_private=False)
                self.expect(worker.send(1, self.BODY, message_id="a"),
                            "try later", "config", "may not reach")
                self.ends_well(worker)
        for url in ("http://8.8.8.8:1/", "http://169.254.169.254/",
                    "http://0.0.0.0:1/"):
            with self.subTest(url=url):
                worker = self.worker(url)
                self.expect(worker.send(1, self.BODY, message_id="a"),
                            "try later", "config", "may not reach")
                self.ends_well(worker)

    def test_bad_ids(self):
        worker = self.worker("http://127.0.0.1:1/")
        for ident in ("", "a.b", "a\r\nX: y", "id ё"):
            self.expect(worker.send(1, self.BODY, message_id=ident),
                        "refused", "message", "no webhook-id")
        self.ends_well(worker)

    def test_settings_that_cannot_work(self):
        secret = self.write("elsewhere", "host hooks.example\nsecret %s\n"
                            % SECRET)
        short = self.write("short", "host 127.0.0.1\nsecret whsec_AAAA\n")
        moved = self.write("moved", "host hooks.example\n"
                           "url https://evil.example/x\n")
        cells = [
            ({"url": "http://127.0.0.1/"}, "https only"),
            ({"url": "https://u:secretpw@127.0.0.1/"}, "user or password"),
            ({"url": ""}, "no URL"),
            ({"url": "https://127.0.0.1/", "secret_file": secret},
             "another host"),
            ({"url": "https://127.0.0.1/", "secret_file": short},
             "24 to 64 bytes"),
            ({"url_file": moved}, "its url is not"),
            ({"url": "https://127.0.0.1/", "format": "smoke"}, "'smoke'"),
        ]
        for settings, complaint in cells:
            with self.subTest(settings=settings):
                worker = Worker("webhook", **settings)
                self.assertIn(complaint, worker.why_not)
                self.assertNotIn("secretpw", worker.why_not)
                self.assertEqual(worker.end()[0], 78)


if __name__ == "__main__":
    unittest.main()
