"""An address that the relay refuses for good: who hears of it."""

import sqlite3
import unittest

from daemon_run import MAIL, Case, Sink, parse

BODIES = """\
bodies:
  uo: {name: Управление образования, email: uo@uo.example, deputy: imo}
  imo: {name: Методический отдел, email: imo@uo.example, deputy: head}
  pmpk: {name: Комиссия, email: [one@uo.example, two@uo.example], deputy: imo}
  alone: {name: Одна школа, email: alone@uo.example}
  head: {name: Начальник, email: head@uo.example}
"""
TOWN = """\
roadmap: town
in_force: {from: 2026-01-01, to: 2026-12-31}
timezone: Europe/Moscow
supervisor: head
calendar: ru
rules:
"""
ROW = """\
  - item: "%s"
    title: %s
    when: ежегодно, июнь
    responsible: %s
"""


class Refusing(Sink):
    """The server knows all but some of the addresses."""

    def __init__(self, *unknown):
        super().__init__()
        self.unknown = unknown
        self.refused = []

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address in self.unknown:
            self.refused.append(address)
            return "550 5.1.1 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 ok"

    def to(self, address):
        """Subjects and texts of what arrived there."""
        found = []
        for _, to, content in self.got:
            if to == (address,):
                message = parse(content)
                found.append((str(message["Subject"]),
                              message.get_body(("plain",)).get_content()))
        return found


class Refused(Case):
    def world(self, *rows):
        rules = self.own_rules()
        for path in rules.glob("*.yaml"):
            if not path.name.startswith("calendar"):
                path.unlink()
        (rules / "bodies.yaml").write_text(BODIES, encoding="utf-8")
        (rules / "town.yaml").write_text(
            TOWN + "".join(ROW % row for row in rows), encoding="utf-8")
        return rules

    def until(self, day, sink, *rows):
        daemon = self.daemon(config=MAIL.format(port=sink.port),
                             rules=self.world(*rows))
        code = daemon.run("--virtual-from=2026-05-25", f"--until={day}",
                          "--rate=0")
        self.assertEqual(code, 0, daemon.said())
        return daemon

    def said(self, daemon):
        """What stands in the file: stages by rule and address."""
        base = sqlite3.connect(daemon.database)
        self.addCleanup(base.close)
        found = {}
        for rule, address, stage in base.execute(
                "SELECT rule, address, stage FROM notice WHERE live"):
            found.setdefault((rule, address), []).append(stage)
        return found

    def test_the_deputy_and_the_administrator_hear(self):
        with Refusing("uo@uo.example") as sink:
            daemon = self.until("2026-06-03", sink, ("1", "Анализ", "uo"))
            self.assertEqual(sink.refused, ["uo@uo.example"])
            [(subject, text)] = sink.to("imo@uo.example")
            self.assertRegex(subject, "^Замещение: Осталось 32 дня: п. 1")
            self.assertIn("Письмо от 29 мая 2026 г. не дошло до получателя: "
                          "Управление образования, <uo@uo.example>; ответ "
                          "почтового сервера: «RCPT: 550 5.1.1 no such "
                          "mailbox». Вам оно направлено как замещающему",
                          " ".join(text.split()))
            self.assertIn("Мероприятие: анализ", text)
            [(subject, _)] = sink.to("admin@uo.example")
            self.assertEqual(subject, "Не доставлено 1 письмо")
        said = self.said(daemon)
        self.assertEqual(said["1", "imo@uo.example"],
                         said["1", "uo@uo.example"])

    def test_each_stage_and_the_end_of_it(self):
        """He who heard that it is late hears that it is done."""
        with Refusing("uo@uo.example") as sink:
            daemon = self.until("2026-07-02", sink, ("1", "Анализ", "uo"))
            late = [s for s, _ in sink.to("imo@uo.example")]
            self.assertIn("Замещение: Просрочено на 1 день: п. 1", late[-1])
            self.assertEqual(len(late), len(sink.refused))
            daemon.start("--virtual-from=2026-05-25", "--rate=86400")
            daemon.wait_ready()
            run = daemon.ctl("log", "town/1", "--note=справка")
            self.assertEqual(run.returncode, 0, run.stderr)
            daemon.stop()
            daemon.run("--virtual-from=2026-05-25", "--until=2026-07-10",
                       "--rate=0")
            after = [s for s, _ in sink.to("imo@uo.example")][len(late):]
            self.assertTrue(any(s.startswith("Исполнено: п. 1") for s in after),
                            after)

    def test_who_hears_it_himself_is_not_told_twice(self):
        with Refusing("uo@uo.example") as sink:
            daemon = self.until("2026-07-20", sink,
                                ("1", "Анализ", "[uo, imo]"))
            got = sink.to("imo@uo.example")
            said = self.said(daemon)
        # The lead alone hears of some stages: those are passed on.
        own = [s for s, _ in got if not s.startswith("Замещение")]
        self.assertTrue(own)
        stages = said["1", "imo@uo.example"]
        self.assertEqual(len(stages), len(set(stages)))
        self.assertEqual(len(stages), len(got))
        self.assertEqual(sorted(stages), sorted(said["1", "uo@uo.example"]))

    def test_both_are_gone(self):
        """Then whoever stands in for the one who stands in."""
        with Refusing("uo@uo.example", "imo@uo.example") as sink:
            self.until("2026-06-03", sink, ("1", "Анализ", "uo"))
            self.assertEqual(sink.refused,
                             ["uo@uo.example", "imo@uo.example"])
            self.assertEqual(len(sink.to("head@uo.example")), 1)
            self.assertIn("Методический отдел, <imo@uo.example>", " ".join(
                sink.to("head@uo.example")[0][1].split()))
            self.assertTrue(sink.to("admin@uo.example"))

    def test_another_address_of_the_same_body(self):
        with Refusing("one@uo.example") as sink:
            self.until("2026-06-03", sink, ("1", "Анализ", "pmpk"))
            self.assertEqual(len(sink.to("two@uo.example")), 1)
            self.assertEqual(sink.to("imo@uo.example"), [])

    def test_both_addresses_of_a_body(self):
        with Refusing("one@uo.example", "two@uo.example") as sink:
            self.until("2026-06-03", sink, ("1", "Анализ", "pmpk"))
            self.assertEqual(len(sink.to("imo@uo.example")), 1)

    def test_nobody_stands_in(self):
        with Refusing("alone@uo.example") as sink:
            self.until("2026-06-03", sink, ("1", "Анализ", "alone"))
            self.assertEqual({to for _, to, _ in sink.got},
                             {("admin@uo.example",)})

    def test_forty_rows_are_one_letter(self):
        rows = [(str(i), f"Анализ {i}", "uo") for i in range(1, 41)]
        with Refusing("uo@uo.example") as sink:
            daemon = self.until("2026-06-03", sink, *rows)
            [(_, text)] = sink.to("imo@uo.example")
            self.assertIn("п. 40, town: анализ 40", text)
        said = self.said(daemon)
        self.assertEqual(sum(address == "imo@uo.example"
                             for _, address in said), 40)


if __name__ == "__main__":
    unittest.main()
