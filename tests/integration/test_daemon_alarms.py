"""How an administrator is reached: by mail, by a webhook, by what works."""

import json
import os
import shutil
import socket
import unittest

from ctl_run import DATAERR, OK, UNAVAILABLE, srokctl
from daemon_run import Case, Sink, parse
from fake_http import Receiver, signature_is_good

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
BODIES = """\
bodies:
  uo: {name: Управление образования, email: uo@uo.example}
  lost: {name: Одна школа}
"""
TOWN = """\
roadmap: town
in_force: {from: 2026-01-01, to: 2026-12-31}
timezone: Europe/Moscow
remind: {escalate: none}
calendar: ru
rules:
  - item: "1"
    title: Анализ
    when: ежегодно, июнь
    responsible: %s
"""
CONFIG = """\
mail:
  from: Контроль сроков <srok@uo.example>
  relay: smtp://127.0.0.1:{port}
administrator: {administrator}
webhooks:
  chat: {{url: "{url}/hook", secret_file: {secret}, allow_private: true}}
"""


class Refusing(Sink):
    async def handle_RCPT(self, server, session, envelope, address, options):
        if address == "uo@uo.example":
            return "550 5.1.1 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 ok"


def closed_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


class Alarms(Case):
    def setUp(self):
        super().setUp()
        self.secret = f"{self.directory}/secret"
        with open(self.secret, "w", encoding="utf-8") as f:
            os.fchmod(f.fileno(), 0o600)
            f.write(f"host 127.0.0.1\nsecret {SECRET}\n")

    def rules_for(self, body):
        rules = self.dir_of_rules = self.own_rules()
        for path in rules.glob("*.yaml"):
            if not path.name.startswith("calendar"):
                path.unlink()
        (rules / "bodies.yaml").write_text(BODIES, encoding="utf-8")
        (rules / "town.yaml").write_text(TOWN % body, encoding="utf-8")
        return rules

    def run_until(self, day, port, receiver, administrator, body="uo"):
        daemon = self.daemon(
            config=CONFIG.format(port=port, url=receiver.url,
                                 administrator=administrator,
                                 secret=self.secret),
            rules=self.rules_for(body))
        code = daemon.run("--virtual-from=2026-05-25", f"--until={day}",
                          "--rate=0")
        self.assertEqual(code, OK, daemon.said())
        return daemon

    def hooked(self, receiver):
        """What the receiver got, signed and once each."""
        found = {}
        for _, headers, body in receiver.got:
            self.assertTrue(signature_is_good(SECRET, headers, body))
            found[headers["webhook-id"]] = json.loads(body)
        self.assertEqual(len(found), len(receiver.got))
        return list(found.values())

    def test_a_webhook_alone(self):
        with Refusing() as sink, Receiver() as receiver:
            self.run_until("2026-06-03", sink.port, receiver, "chat")
            [alarm] = self.hooked(receiver)
            self.assertEqual(sink.got, [])
        self.assertEqual(alarm["type"], "srok.alarm")
        self.assertRegex(alarm["timestamp"], r"^2026-05-29T09:0.*\+03:00$")
        self.assertEqual(alarm["data"]["subject"], "Не доставлено 1 письмо")
        self.assertIn("550 5.1.1 no such mailbox", alarm["data"]["text"])
        self.assertIsInstance(alarm["data"]["letter"], int)

    def test_both(self):
        with Refusing() as sink, Receiver() as receiver:
            self.run_until("2026-06-03", sink.port, receiver,
                           "[admin@uo.example, chat]")
            self.assertEqual(len(self.hooked(receiver)), 1)
            self.assertEqual([to for _, to, _ in sink.got],
                             [("admin@uo.example",)])

    def test_that_mail_stands_is_told_by_the_webhook(self):
        with Receiver() as receiver:
            daemon = self.run_until("2026-05-30", closed_port(), receiver,
                                    "[admin@uo.example, chat]")
            [alarm] = self.hooked(receiver)
            self.assertIn("email стоит с 09:0", alarm["data"]["subject"])
            listed = daemon.said()
        self.assertIn("the administrator is told: email", listed)

    def test_that_the_webhook_stands_is_told_by_mail(self):
        with Sink() as sink, Receiver(hook=(503, {}, b"")) as receiver:
            self.run_until("2026-05-30", sink.port, receiver,
                           "[admin@uo.example, chat]", "lost")
            kinds = {json.loads(body)["type"] for _, _, body in receiver.got}
            self.assertEqual(kinds, {"srok.notice"})
            subjects = [str(parse(content)["Subject"])
                        for _, _, content in sink.got]
            self.assertEqual(len(subjects), 2)
            self.assertIn("Осталось 32 дня", subjects[0])
            self.assertIn("chat стоит с 09:0", subjects[1])

    def test_what_nobody_else_would_hear(self):
        """A body without an address: its letters, not only alarms."""
        with Sink() as sink, Receiver() as receiver:
            self.run_until("2026-06-03", sink.port, receiver, "chat", "lost")
            [notice] = self.hooked(receiver)
        self.assertEqual(notice["type"], "srok.notice")
        self.assertEqual(notice["data"]["recipient"]["id"], "lost")

    def shaped(self, shape, body="uo"):
        """The bodies that a receiver of that format got."""
        with Refusing() as sink, Receiver() as receiver:
            daemon = self.daemon(
                shape, rules=self.rules_for(body),
                config=CONFIG.format(port=sink.port, url=receiver.url,
                                     administrator="chat",
                                     secret=self.secret).replace(
                    "allow_private", f"format: {shape}, allow_private"))
            code = daemon.run("--virtual-from=2026-05-25",
                              "--until=2026-06-03", "--rate=0")
            self.assertEqual(code, OK, daemon.said())
            return self.hooked(receiver), receiver.got

    def test_chats_get_words(self):
        for shape in ("mattermost", "rocketchat", "slack", "telegram"):
            [alarm], _ = self.shaped(shape)
            self.assertEqual(list(alarm), ["text"])
            self.assertTrue(alarm["text"].startswith(
                "Не доставлено 1 письмо\n\n"))
            address = "&lt;uo@uo.example&gt;" if shape == "slack" else \
                "<uo@uo.example>"
            self.assertIn(address, alarm["text"])
            shutil.rmtree(self.dir_of_rules)

    def test_a_chat_gets_a_notice(self):
        [notice], _ = self.shaped("mattermost", "lost")
        self.assertEqual(list(notice), ["text"])
        self.assertIn("п. 1", notice["text"].splitlines()[0])
        self.assertIn("Мероприятие: анализ", notice["text"])

    def test_cloudevents(self):
        [event], got = self.shaped("cloudevents")
        self.assertEqual(event["specversion"], "1.0")
        self.assertEqual(event["type"], "srok.alarm")
        self.assertEqual(event["source"], "urn:srok:uo.example")
        self.assertEqual(event["id"], got[0][1]["webhook-id"])
        self.assertRegex(event["time"], r"^2026-05-29T09:0.*\+03:00$")
        self.assertIn("550 5.1.1", event["data"]["text"])
        self.assertTrue(got[0][1]["Content-Type"].startswith(
            "application/cloudevents+json"))

    def running(self, port, receiver, administrator):
        daemon = self.daemon(
            config=CONFIG.format(port=port, url=receiver.url,
                                 administrator=administrator,
                                 secret=self.secret),
            rules=self.rules_for("uo"))
        daemon.start()          # by the clock of the world
        return daemon.wait_ready()

    def test_a_letter_to_try_the_way(self):
        with Refusing() as sink, Receiver() as receiver:
            daemon = self.running(sink.port, receiver,
                                  "[admin@uo.example, chat]")
            run = daemon.ctl("test-send")
            self.assertEqual(run.returncode, OK, run.stderr)
            self.assertRegex(run.stdout, r"letter 1 to admin@uo.example: "
                             r"sent: .*\nletter 2 to chat: sent: HTTP 200")
            [(_, to, content)] = sink.got
            self.assertEqual(to, ("admin@uo.example",))
            self.assertEqual(str(parse(content)["Subject"]),
                             "Проверочное письмо")
            [hooked] = self.hooked(receiver)
            self.assertEqual(hooked["data"]["subject"], "Проверочное письмо")
            run = daemon.ctl("test-send", "uo@uo.example")
            self.assertEqual(run.returncode, UNAVAILABLE)
            self.assertRegex(run.stdout, "letter 3 to uo@uo.example: refused "
                             "for good: .*550 5.1.1 no such mailbox")
            for to, why in (("nobody", "neither an address nor a webhook"),
                            ("a@b@c", "no address of mail")):
                run = daemon.ctl("test-send", to)
                self.assertEqual(run.returncode, DATAERR)
                self.assertIn(why, run.stderr)
            self.assertEqual(len(daemon.ctl("outbox", "--format=tsv")
                                 .stdout.splitlines()), 3)

    def test_a_way_that_does_not_work(self):
        with Receiver() as receiver:
            daemon = self.running(closed_port(), receiver,
                                  "admin@uo.example")
            run = daemon.ctl("test-send", "--wait=20")
            self.assertEqual(run.returncode, 75, run.stdout)
            self.assertIn("letter 1 to admin@uo.example: not sent, it will "
                          "be tried again: ", run.stdout)
            run = daemon.ctl("test-send", "--wait=1")
            self.assertEqual(run.returncode, 75, run.stdout)

    def test_nobody_to_write_to(self):
        daemon = self.daemon(rules=self.rules_for("uo"))
        daemon.start()
        daemon.wait_ready()
        run = daemon.ctl("test-send")
        self.assertEqual(run.returncode, 78)
        self.assertIn("names no `administrator`", run.stderr)

    def test_a_webhook_that_is_not_there(self):
        path = f"{self.directory}/srokd.yaml"
        with open(path, "w", encoding="utf-8") as f:
            f.write("administrator: [admin@uo.example, chat, hook]\n"
                    "webhooks:\n  hook: {url: 'https://a.example/'}\n")
        run = srokctl("check", "--format=short", path)
        self.assertEqual(run.returncode, DATAERR)
        self.assertIn("srokd.yaml:1:35: error: 'chat' is neither an address "
                      "nor a webhook", run.stderr)
        self.assertEqual(run.stderr.count("error"), 1)


if __name__ == "__main__":
    unittest.main()
