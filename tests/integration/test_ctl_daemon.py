"""srokctl and a running srokd: real rules, a virtual clock, a real file."""

import json
import os
import re
import shutil
import subprocess
import tempfile
import time
import unittest

from ctl_run import (BUILD, DATAERR, OK, ROOT, RULES, UNAVAILABLE, USAGE,
                     srokctl, tsv)

RULE = "strezhevoy-2021/31"


class Daemon:
    """srokd on a clock that hardly moves, in a directory of its own."""

    def __init__(self, directory, start="2022-02-14", rate="1"):
        self.dir, self.start, self.rate = directory, start, rate
        self.socket = f"{directory}/control.sock"
        self.database = f"{directory}/srok.db"
        self.rules = f"{directory}/rules"
        self.process = None

    def run(self):
        with open(f"{self.dir}/log", "ab") as log:
            self.process = subprocess.Popen(
                [str(BUILD / "srokd"), "--rules", self.rules, "--database",
                 self.database, "--spool", f"{self.dir}/spool", "--control",
                 self.socket, "--runtime", self.dir, "--virtual-from",
                 self.start, "--rate", self.rate], cwd=ROOT, stdout=log,
                stderr=log, stdin=subprocess.DEVNULL)
        until = time.monotonic() + 30
        while time.monotonic() < until and self.process.poll() is None:
            if os.path.exists(self.socket) and self.ctl(
                    "verify").returncode == OK:
                return
            time.sleep(0.05)
        with open(f"{self.dir}/log", encoding="utf-8") as log:
            raise AssertionError("srokd did not start:\n" + log.read())

    def stop(self):
        if self.process and self.process.poll() is None:
            self.process.terminate()
            self.process.wait(60)

    def ctl(self, *args):
        return srokctl(*args, "--socket", self.socket)


class Case(unittest.TestCase):
    start = "2022-02-14"

    def prepare(self, directory):
        """Before the daemon starts."""

    def setUp(self):
        directory = tempfile.mkdtemp()
        self.addCleanup(shutil.rmtree, directory)
        os.mkdir(f"{directory}/spool")
        shutil.copytree(RULES, f"{directory}/rules")
        self.prepare(directory)
        self.daemon = Daemon(directory, self.start)
        self.addCleanup(self.daemon.stop)
        self.daemon.run()

    def ctl(self, *args, code=OK):
        run = self.daemon.ctl(*args)
        self.assertEqual(run.returncode, code, run.stderr + run.stdout)
        return run

    def offline(self, *args, code=OK):
        run = srokctl(*args, "--socket", self.daemon.socket, "--database",
                      self.daemon.database)
        self.assertEqual(run.returncode, code, run.stderr)
        self.assertIn("srokd is not running", run.stderr)
        return run


class Log(Case):
    def state(self, due="2022-12-31"):
        for line in tsv(self.ctl("status", RULE, "--format=tsv").stdout):
            if line[8] == due:
                return line[3], line[4], line[5]
        return None

    def test_a_meeting_is_noted_and_taken_back(self):
        self.assertEqual(self.state(), ("open", "0", "4"))
        run = self.ctl("log", RULE, "--on", "2022-02-10", "--note",
                       "протокол 1")
        entry = re.match(r"entry (\d+): done strezhevoy-2021/31, "
                         r"window due 2022-12-31\n$",
                         run.stdout)[1]
        self.assertEqual(self.state(), ("open", "1", "4"))
        self.assertIn("1 of 4", self.ctl("status", RULE).stdout)
        listed = tsv(self.ctl("log", RULE, "--list", "--format=tsv").stdout)
        self.assertEqual(listed[0][0], entry)
        self.assertEqual(listed[0][2:7], ["done", "strezhevoy-2021", "31",
                                          "uo", "2022-02-10"])
        self.assertEqual(listed[0][-1], "протокол 1")
        self.ctl("void", entry, "--note=ошибка")
        self.assertEqual(self.state(), ("open", "0", "4"))
        self.assertIn("протокол 1", self.ctl("log", "--list").stdout)
        self.ctl("verify")

    def test_a_key_makes_a_repeat_safe(self):
        first = self.ctl("log", RULE, "--on=2022-02-10", "--key=k").stdout
        again = self.ctl("log", RULE, "--on=2022-02-10", "--key=k").stdout
        self.assertEqual(first.partition(", ")[2],
                         "window due 2022-12-31\n")
        self.assertEqual(again.partition(", ")[2], "entered before\n")
        self.assertEqual(first.partition(", ")[0], again.partition(", ")[0])
        self.assertEqual(self.state(), ("open", "1", "4"))

    def test_what_the_daemon_refuses(self):
        for args, code, text in (
                (["log", "strezhevoy-2021/99"], DATAERR, "99"),
                (["log", "nowhere/1"], DATAERR, "nowhere"),
                (["log", "strezhevoy-2021/6"], USAGE, "school-3"),
                (["log", "strezhevoy-2021/6", "--body=uo"], DATAERR, "uo"),
                (["log", RULE, "--on=2022-12-01"], DATAERR, ""),
                (["log", RULE, "--window=2022-12-30"], DATAERR,
                 "windows are due 2021-12-31 and 2022-12-31"),
                (["void", "1000"], DATAERR, "1000")):
            run = self.ctl(*args, code=code)
            self.assertIn(text, run.stderr)
            self.assertEqual(run.stdout, "")

    def test_a_deed_of_a_wrong_year(self):
        run = self.ctl("log", RULE, "--on=2012-02-10")
        self.assertIn("no window takes that day", run.stderr)
        self.assertEqual(self.ctl("log", RULE, "--on=2022-02-10").stderr, "")
        path = f"{self.daemon.dir}/log.csv"
        with open(path, "w", encoding="utf-8") as f:
            f.write("id,at,kind,rule,body,date,window,ref,note\n"
                    f"1,2022-02-14,done,{RULE},uo,2012-02-10,,,\n"
                    f"2,2022-02-14,done,{RULE},uo,2022-02-11,,,\n")
        run = self.ctl("log", "--import", path)
        self.assertEqual(run.stdout, "2 entered, 0 were there already, "
                         "0 refused\n")
        self.assertRegex(run.stderr, r"log\.csv:2:.*warning: no window takes")
        self.assertEqual(run.stderr.count("warning"), 1)

    def test_decisions(self):
        self.ctl("extend", "strezhevoy-2021/3", "--window=2022-12-31",
                 "--until=2023-01-31", "--decided-by=head")
        run = self.ctl("status", "strezhevoy-2021/3", "--format=tsv")
        line = next(r for r in tsv(run.stdout) if r[8] == "2023-01-31")
        self.assertIn("extended", line[10])
        self.ctl("waive", "strezhevoy-2021/22", "--window=2022-12-31",
                 "--decided-by=head", "--note=нет заявок")
        run = self.ctl("status", "strezhevoy-2021/22", "--format=tsv")
        self.assertEqual({r[8]: r[3] for r in tsv(run.stdout)}
                         ["2022-12-31"], "waived")

    def test_a_schedule(self):
        rule = "strezhevoy-2021/20"
        self.assertIn("waiting", self.ctl("status", rule).stdout)
        self.ctl("schedule", rule, "2022-03-01..2022-03-15", "2022-03-21")
        run = self.ctl("status", rule, "--format=tsv", "--state=all")
        self.assertEqual([r[8] for r in tsv(run.stdout) if r[8]],
                         ["2022-03-15", "2022-03-21"])

    def test_a_late_deed_for_the_window_that_has_begun(self):
        self.ctl("schedule", "strezhevoy-2021/20", "2022-01-10..2022-02-09",
                 "2022-02-10..2022-03-10")
        run = self.ctl("log", "strezhevoy-2021/20", "--on=2022-02-11")
        self.assertIn("window due 2022-03-10", run.stdout)
        self.assertIn("the window due 2022-02-09 is still owed", run.stderr)
        self.assertIn("--window=2022-02-09", run.stderr)

    def test_what_waits_has_a_state_of_its_own(self):
        for state, want in (("waiting", {"waiting"}), ("late", {"late"})):
            run = self.ctl("status", "--format=tsv", "--state", state)
            self.assertEqual({r[3] for r in tsv(run.stdout)}, want)


class Rest(Case):
    def test_status_of_all(self):
        run = self.ctl("status", "--format=json")
        rows = json.loads(run.stdout)
        self.assertTrue(rows)
        self.assertTrue({r["state"] for r in rows} <= {
            "upcoming", "open", "submitted", "late", "missed", "waiting"})
        self.ctl("status", "nowhere", code=DATAERR)
        self.ctl("status", "--state=sleepy", code=USAGE)

    def test_status_of_a_body(self):
        """What is read for one body alone is what is read among all."""
        self.ctl("log", "strezhevoy-2021/24", "--body=school-3",
                 "--on=2022-01-20")
        self.ctl("log", RULE, "--on=2022-02-10")
        everything = json.loads(self.ctl(
            "status", "--state=all", "--format=json").stdout)
        bodies = {row["body"] for row in everything}
        self.assertLess({"uo", "school-3", "school-6"}, bodies)
        for body in sorted(bodies):
            alone = json.loads(self.ctl(
                "status", "--state=all", "--body", body,
                "--format=json").stdout)
            self.assertEqual(alone, [row for row in everything
                                     if row["body"] == body], body)

    UNKNOWN = (
        (("nosuch-2021",), "no roadmap 'nosuch-2021' is in force"),
        (("strezhevoy-2021/99",), "strezhevoy-2021 has no item '99'"),
        (("--body", "nobody"), "no body is called 'nobody'"))

    def test_what_no_rule_has(self):
        for command in ("status", "report"):
            for args, text in self.UNKNOWN:
                run = self.daemon.ctl(command, *args)
                self.assertEqual(run.returncode, DATAERR, args)
                self.assertIn(text, run.stderr)
        self.daemon.stop()
        for args, text in self.UNKNOWN:
            run = srokctl("status", *args, "--database",
                          self.daemon.database, "--rules", RULES, "--socket",
                          self.daemon.socket)
            self.assertEqual(run.returncode, DATAERR, args)
            self.assertIn(text, run.stderr)

    def test_reload(self):
        self.assertEqual(self.ctl("reload").stdout, "rules reloaded\n")
        path = f"{self.daemon.rules}/strezhevoy-2021.yaml"
        with open(path, encoding="utf-8") as f:
            text = f.read()
        with open(path, "w", encoding="utf-8") as f:
            f.write(text.replace("when: ежегодно, ноябрь",
                                 "when: ежегодно, нобярь"))
        run = self.ctl("reload", code=DATAERR)
        self.assertRegex(run.stderr, r"strezhevoy-2021\.yaml:\d+:\d+: error")
        self.assertIn("the old ones stay in force", run.stderr)
        self.assertIn("strezhevoy-2021",
                      self.ctl("status", "--format=tsv").stdout)

    def test_the_file_while_the_daemon_is_down(self):
        self.ctl("log", RULE, "--on=2022-02-10", "--note=протокол 1")
        asked = [["status", "--format=tsv"], ["status", RULE, "--format=tsv"],
                 ["log", RULE, "--list", "--format=tsv"], ["verify"],
                 ["outbox", "--format=tsv"]]
        more = {"status": ["--rules", self.daemon.rules],
                "log": ["--rules", self.daemon.rules]}
        told = [self.ctl(*args).stdout for args in asked]
        self.daemon.stop()
        for args, text in zip(asked, told):
            run = self.offline(*args, *more.get(args[0], []))
            self.assertEqual((args, run.stdout), (args, text))
        run = srokctl("log", RULE, "--socket", self.daemon.socket)
        self.assertEqual(run.returncode, UNAVAILABLE)


class Outbox(Case):
    def test_letters(self):
        self.daemon.stop()
        self.daemon.start, self.daemon.rate = "2022-02-14", "2000000"
        self.daemon.run()
        until = time.monotonic() + 60
        rows = []
        while not rows and time.monotonic() < until:
            rows = tsv(self.ctl("outbox", "--state=sent",
                                "--format=tsv").stdout)
            time.sleep(0.1)
        self.assertTrue(rows, "no letter within a minute")
        letter = rows[-1]
        self.assertRegex(letter[1], r"^\d{4}-\d\d-\d\d 09:00$")
        run = self.ctl("outbox", letter[0])
        self.assertIn(f"Subject: {letter[7]}\n", run.stdout)
        self.assertIn("Notice:  ", run.stdout)
        run = self.ctl("outbox", "cancel", letter[0], code=DATAERR)
        self.assertIn("sent", run.stderr)
        self.ctl("outbox", "99999999", code=DATAERR)
        self.ctl("outbox", "--state=sleepy", code=USAGE)


if __name__ == "__main__":
    unittest.main()
