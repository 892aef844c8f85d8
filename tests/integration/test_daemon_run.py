"""The daemon on the shipped rules: its letters, its log, its reload."""

import datetime
import json
import re
import signal
import sqlite3
import time
import unittest

from ctl_run import CONFIG, DATAERR, OK, Calendar, srokctl, tsv
from daemon_run import MAIL, Case, Sink, parse

FROM = "2021-10-14"
TOMSK = datetime.timezone(datetime.timedelta(hours=7))
# Of the roadmaps that are in force then, by the domain of their bodies.
ZONES = {"strezhevoy.example": datetime.timedelta(hours=7),
         "tomsk.example": datetime.timedelta(hours=7),
         "kirsanov.example": datetime.timedelta(hours=3),
         "tambov.example": datetime.timedelta(hours=3)}


def simulated(start, end, *more):
    run = srokctl("simulate", "--rules", "rules", "--from", start, "--to",
                  end, "--format=tsv", *more)
    assert run.returncode == OK, run.stderr
    return tsv(run.stdout)


class Letters(Case):
    """Half a year on a stepped clock, letters into the spool."""

    def setUp(self):
        super().setUp()
        self.d = self.daemon()
        self.assertEqual(self.d.run(
            "--virtual-from", FROM, "--until", "2022-03-01", "--rate", "0",
            "--announce"), OK, self.d.said())

    def test_the_daemon_says_what_simulate_foretold(self):
        foretold = simulated(FROM, "2022-02-28")
        letters = {row[4] for row in foretold}
        db = sqlite3.connect(self.d.database)
        told = db.execute(
            "SELECT n.day, n.recipient, n.stage, n.roadmap, n.debtor, n.due"
            " FROM notice n WHERE n.live = 1").fetchall()
        db.close()
        self.assertEqual(len(told), len(foretold))
        self.assertEqual(
            sorted((row[2], row[5], row[6], row[8], row[9])
                   for row in foretold),
            sorted((r[1], r[2], r[3], r[4], r[5] or "") for r in told))
        self.assertEqual(len(self.d.letters()), len(letters))

    def test_letters_open_in_a_mail_program(self):
        calendar = Calendar()
        for message in self.d.letters():
            subject = message["Subject"]
            with self.subTest(subject=subject):
                self.assertEqual(message.defects, [])
                self.assertRegex(message["To"], r"\.example>?$")
                self.assertLessEqual(len(subject), 78)
                self.assertEqual(message["Auto-Submitted"], "auto-generated")
                text = message.get_body(("plain",)).get_content()
                html = message.get_body(("html",)).get_content()
                self.assertIn("Уважаемые коллеги!", text)
                self.assertRegex(text, r"Письмо \d+")
                self.assertIn("</html>", html)
                sent = message["Date"].datetime
                self.assertEqual(sent.utcoffset(), ZONES[
                    message["To"].addresses[0].domain])
                self.assertEqual((sent.hour, sent.minute), (9, 0))
                self.assertTrue(calendar.works(sent.date()))

    def test_a_line_on_the_terminal_for_each_letter(self):
        lines = re.findall(r"^\d{4}-\d\d-\d\d 09:00 ", self.d.said(), re.M)
        self.assertEqual(len(lines), len(self.d.letters()))

    def test_a_restart_repeats_nothing(self):
        before = {m["Message-ID"] for m in self.d.letters()}
        self.assertEqual(self.d.run(
            "--virtual-from", FROM, "--until", "2022-03-01", "--rate", "0"),
            OK)
        self.assertEqual({m["Message-ID"] for m in self.d.letters()}, before)
        self.assertNotIn("results.", " ".join(
            p.name for p in self.d.dir.iterdir()))

    def test_a_real_daemon_refuses_a_virtual_database(self):
        self.assertEqual(self.d.run(), CONFIG)
        self.assertIn("virtual", self.d.said())


class ActivityLog(Case):
    RULE = "strezhevoy-2021/31"

    def setUp(self):
        super().setUp()
        self.d = self.daemon()
        self.d.start("--virtual-from", "2022-02-10", "--rate", "1")
        self.d.wait_ready()

    def state(self):
        run = self.d.ctl("status", self.RULE, "--format=json")
        self.assertEqual(run.returncode, OK, run.stderr)
        rows = json.loads(run.stdout)
        return [r for r in rows if r["due"] == "2022-12-31"][0]

    def test_log_and_void(self):
        self.assertEqual(self.state()["done"], 0)
        run = self.d.ctl("log", self.RULE, "--on", "2022-02-10", "--note",
                         "протокол 1")
        self.assertEqual(run.returncode, OK, run.stderr)
        row = self.state()
        self.assertEqual((row["done"], row["min"]), (1, 4))
        self.assertIn("1 of 4", self.d.ctl("status", self.RULE).stdout)
        entry = row["entries"][0]
        run = self.d.ctl("void", entry, "--note", "ошибка")
        self.assertEqual(run.returncode, OK, run.stderr)
        self.assertEqual(self.state()["done"], 0)

    def test_a_deed_of_tomorrow_is_refused(self):
        run = self.d.ctl("log", self.RULE, "--on", "2022-02-12")
        self.assertEqual(run.returncode, DATAERR)
        self.assertEqual(self.state()["done"], 0)

    def test_a_repeated_request_is_one_entry(self):
        for _ in range(3):
            run = self.d.ctl("log", self.RULE, "--on", "2022-02-10", "--key",
                             "k-1")
            self.assertEqual(run.returncode, OK, run.stderr)
        self.assertEqual(self.state()["done"], 1)

    def test_the_log_outlives_a_kill(self):
        self.d.ctl("log", self.RULE, "--on", "2022-02-10")
        self.d.kill()
        self.d.start("--virtual-from", "2022-02-10", "--rate", "1")
        self.d.wait_ready()
        self.assertEqual(self.state()["done"], 1)


class CyrillicDomain(Case):
    def test_its_letters_go_out(self):
        rules = self.own_rules()
        bodies = rules / "bodies.yaml"
        text = bodies.read_text(encoding="utf-8")
        changed = text.replace("ppms@strezhevoy.example", "ppms@пример.рф")
        self.assertNotEqual(text, changed)
        bodies.write_text(changed, encoding="utf-8")
        with Sink() as sink:
            d = self.daemon(rules=rules, config=MAIL.format(
                port=sink.port).replace("uo.example>", "срок.рф>"))
            self.assertEqual(d.run("--virtual-from", FROM, "--until",
                                   "2021-10-16", "--rate", "0"), OK, d.said())
        got = {to[0]: parse(content) for _, to, content in sink.got}
        self.assertIn("ppms@xn--e1afmkfd.xn--p1ai", got)
        for address, message in got.items():
            self.assertEqual(message["To"].addresses[0].addr_spec, address)
            self.assertEqual(message["From"].addresses[0].addr_spec,
                             "srok@xn--j1ahfd.xn--p1ai")
            self.assertRegex(message["Message-ID"],
                             r"@xn--j1ahfd\.xn--p1ai>$")
        self.assertNotIn("given up", d.said())


class LogChangesLetters(Case):
    def test_what_is_logged_changes_what_is_said(self):
        """Item 31 wants four; with all four logged the year is quiet."""
        without = simulated(FROM, "2022-12-31")
        log = self.daemon().dir / "log.csv"
        log.write_text(
            "id,at,kind,rule,body,date,window,ref,note\n" + "".join(
                f"{i},{day},done,strezhevoy-2021/31,,{day},,,протокол {i}\n"
                for i, day in enumerate(("2021-11-10", "2022-02-10",
                                         "2022-04-12", "2022-06-10",
                                         "2022-08-10"), 1)),
            encoding="utf-8")
        with_log = simulated(FROM, "2022-12-31", "--log", str(log))
        self.assertTrue([r for r in without if r[7] == "31" and
                         r[9] == "2022-12-31" and r[5].startswith("pace")])
        self.assertEqual([r for r in with_log if r[7] == "31" and
                          r[9] == "2022-12-31" and r[0] > "2022-08-10"], [])
        # Of every other item the same is said, in letters of other numbers.
        self.assertEqual(self.of_others(with_log), self.of_others(without))

    @staticmethod
    def of_others(rows):
        return sorted(r[:4] + r[5:] for r in rows if r[7] != "31")


class Reload(Case):
    def setUp(self):
        super().setUp()
        self.rules = self.own_rules()
        self.file = self.rules / "strezhevoy-2021.yaml"
        self.good = self.file.read_text(encoding="utf-8")
        self.d = self.daemon(rules=self.rules)
        self.d.start("--virtual-from", "2022-02-10", "--rate", "1")
        self.d.wait_ready()

    def rows(self, item):
        run = self.d.ctl("status", f"strezhevoy-2021/{item}",
                         "--format=json", "--state", "all")
        return json.loads(run.stdout) if run.returncode == OK else None

    def test_a_broken_file_leaves_the_old_rules_in_force(self):
        self.file.write_text(self.good.replace(
            "when: ежегодно, ноябрь", "when: ежегодно, наябрь"),
            encoding="utf-8")
        self.d.wait_said("the old ones stay in force")
        self.assertRegex(self.d.said(), r"strezhevoy-2021\.yaml:\d+:\d+")
        self.assertTrue(self.rows("4"))
        run = self.d.ctl("reload")
        self.assertEqual(run.returncode, DATAERR)
        self.assertIn("наябрь", run.stderr)

    def test_a_change_is_taken_by_itself(self):
        self.file.write_text(self.good.replace(
            "when: ежегодно, ноябрь", "when: ежегодно, март"),
            encoding="utf-8")
        until = time.monotonic() + 20
        while time.monotonic() < until:
            rows = self.rows("4") or []
            if [r for r in rows if r["due"] == "2022-03-31"]:
                return
            time.sleep(0.2)
        self.fail(self.d.said())

    def test_sighup(self):
        before = self.d.said().count("rules in force")
        self.d.process.send_signal(signal.SIGHUP)
        until = time.monotonic() + 10
        while self.d.said().count("rules in force") == before and \
                time.monotonic() < until:
            time.sleep(0.05)
        self.assertGreater(self.d.said().count("rules in force"), before)


class Administrator(Case):
    def test_broken_rules_are_told_after_a_minute(self):
        rules = self.own_rules()
        d = self.daemon(rules=rules,
                        config="administrator: [admin@uo.example]\n")
        d.start("--virtual-from", "2022-02-10", "--rate", "60")
        d.wait_ready()
        path = rules / "strezhevoy-2021.yaml"
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace("ежегодно, июнь", "ежегодно, юнь", 1),
                        encoding="utf-8")
        d.wait_said("the administrator is told: Rules not loaded")
        until = time.monotonic() + 20
        found = []
        while not found and time.monotonic() < until:
            found = [m for m in d.letters()
                     if "admin@uo.example" in m["To"]]
            time.sleep(0.05)
        self.assertEqual(found[0]["Subject"], "Правила не загружены: "
                         "1 ошибка, действуют прежние")
        text = found[0].get_body(("plain",)).get_content()
        self.assertRegex(text, r"strezhevoy-2021\.yaml:\d+:\d+: error: "
                         r".*юнь.*\[E0")
        self.assertEqual(found[0]["To"],
                         "Администратор <admin@uo.example>")


class Starting(Case):
    def refused(self, code, words, d, *more):
        self.assertEqual(d.run("--virtual-from", FROM, *more), code,
                         d.said())
        self.assertIn(words, d.said())

    def test_a_second_daemon_on_the_same_database(self):
        first = self.daemon()
        first.start("--virtual-from", FROM, "--rate", "1")
        first.wait_ready()
        second = self.daemon("b")
        second.database = first.database
        self.refused(75, "srok.db", second)
        self.assertEqual(first.stop(), OK)

    def test_a_database_of_a_newer_version(self):
        d = self.daemon()
        self.assertEqual(d.run("--virtual-from", FROM, "--until", FROM), OK,
                         d.said())
        db = sqlite3.connect(d.database)
        db.execute("PRAGMA user_version = 999")
        db.close()
        self.refused(CONFIG, "999", d)

    def test_a_missing_directory(self):
        d = self.daemon()
        d.database = d.dir / "nowhere" / "srok.db"
        self.refused(73, "nowhere", d)

    def test_broken_rules_at_the_start(self):
        rules = self.own_rules()
        (rules / "bodies.yaml").write_text("bodies: [\n", encoding="utf-8")
        d = self.daemon(rules=rules)
        self.refused(DATAERR, "bodies.yaml", d)

    def test_sigterm_is_an_orderly_end(self):
        d = self.daemon()
        d.start("--virtual-from", FROM, "--rate", "864000")
        d.wait_ready()
        self.assertEqual(d.stop(), OK)
        self.assertFalse(d.socket.exists())


if __name__ == "__main__":
    unittest.main()
