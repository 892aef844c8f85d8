"""srokctl explain ROADMAP/ITEM with a log: states, entries, each letter.

What it tells is held against what `simulate`, the daemon and `status` do.
"""

import json
import os
import pathlib
import shutil
import tempfile
import time
import unittest

from ctl_run import (DATAERR, OK, RULES, UNAVAILABLE, USAGE, srokctl, tsv)
from test_ctl_daemon import Daemon

HEAD = "id,at,kind,rule,body,date,window,ref,note\n"
RULE = "strezhevoy-2021/31"
LOG = HEAD + """\
a,2022-02-10,done,strezhevoy-2021/31,,2022-02-10,,,протокол 1
b,2022-06-05,done,strezhevoy-2021/31,,2022-06-03,,,протокол 2
c,2022-07-01,void,,,,,b,ошибка
d,2022-06-10,done,strezhevoy-2021/6,school-3,2022-06-09,,,
e,2022-07-08,done,strezhevoy-2021/6,school-6,2022-07-07,,,
f,2022-10-20,extend,strezhevoy-2021/11,,2022-12-09,2022-10-31,,
g,2022-11-21,promise,strezhevoy-2021/11,,2022-12-05,2022-10-31,,
"""


class Case(unittest.TestCase):
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        """One roadmap alone: days pass the faster."""
        cls.rules = pathlib.Path(tempfile.mkdtemp())
        cls.addClassCleanup(shutil.rmtree, cls.rules)
        for name in ("strezhevoy-2021", "bodies", "calendar-*"):
            for file in RULES.glob(f"{name}.yaml"):
                shutil.copy(file, cls.rules)

    def setUp(self):
        self.dir = pathlib.Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.dir)
        self.log = self.dir / "log.csv"
        self.log.write_text(LOG, encoding="utf-8")

    def explain(self, *args, code=OK, log=True):
        run = srokctl("explain", "--rules", self.rules, *args,
                      *(["--log", self.log] if log else []))
        self.assertEqual(run.returncode, code, run.stderr)
        return run

    def story(self, *args):
        return json.loads(self.explain("--format=json", *args).stdout)["story"]


class Letters(Case):
    def simulated(self, end):
        """(item, body, due) -> {(day, stage, recipient)}"""
        run = srokctl("simulate", "--rules", self.rules, "--log", self.log,
                      "--from=2021-10-14", "--to", end, "--format=tsv")
        self.assertEqual(run.returncode, OK, run.stderr)
        found = {}
        for line in tsv(run.stdout):
            day, _, who, _, _, stage, roadmap, item, body, due = line
            if roadmap == "strezhevoy-2021":
                found.setdefault((item, body, due), set()).add(
                    (day, stage, who))
        return found

    def told(self, item, body, due, verdict, end):
        story = self.story(f"strezhevoy-2021/{item}", "--body", body,
                           "--window", due, "--on", end)
        return {(line["day"], line["stage"], line["to"])
                for window in story["bodies"][0]["windows"]
                for line in window.get("letters", ())
                if line["verdict"] == verdict}

    def test_what_was_sent_is_what_simulate_sends(self):
        sent = self.simulated("2022-12-12")
        for item, debtor, due, group in (
                ("31", "uo", "2022-12-31", None),
                ("31", "uo", "2021-12-31", None),
                ("6", "school-3", "2022-06-30", "shnor"),
                ("6", "school-6", "2022-06-30", "shnor"),
                ("10", "uo", "2022-12-31", None)):
            wanted = sent[item, debtor, due] | sent.get(
                (item, group, due), set())
            found = self.told(item, debtor, due, "sent", "2022-12-12")
            self.assertEqual((item, debtor, due, found),
                             (item, debtor, due, wanted))
        others = self.told("6", "uo", "2022-06-30", "sent", "2022-12-12")
        self.assertEqual(others, {line for line in
                                  sent["6", "shnor", "2022-06-30"]
                                  if line[2] == "uo"})

    def test_what_is_foretold_is_what_simulate_sends(self):
        """Nothing more is logged after July 2022 in these rules."""
        later = self.simulated("2023-02-20")
        for on, item, due in (("2022-08-01", "31", "2022-12-31"),
                              ("2022-11-01", "10", "2022-12-31"),
                              ("2023-01-10", "10", "2022-12-31")):
            coming = self.told(item, "uo", due, "coming", on)
            self.assertTrue(coming)
            last = max(day for day, _, _ in coming)
            self.assertEqual(coming, {line for line in
                                      later[item, "uo", due]
                                      if on < line[0] <= last})

    def test_why_not(self):
        story = self.story(RULE, "--on=2022-07-10")
        lines = story["bodies"][0]["windows"][-1]["letters"]
        reasons = {line["stage"]: line.get("reason") for line in lines}
        self.assertEqual(reasons["pace:1/4"], "count")
        self.assertIsNone(reasons["pace:2/4"])
        self.assertEqual({line["verdict"] for line in lines},
                         {"sent", "coming", "not"})
        run = self.explain(RULE, "--on=2022-07-10")
        self.assertRegex(run.stdout, r"2022-04-04 Mon +pace:1/4 +uo +not "
                         "sent: what is logged by then keeps the pace")
        self.assertRegex(run.stdout, r"2022-07-04 Mon +pace:2/4 +uo +would "
                         r"have gone 2022-07-04 09:00, uo@")
        self.assertRegex(run.stdout, r"2022-12-29 Thu +before:1d +uo +will "
                         "be sent")

    def test_done_in_time(self):
        story = self.story("strezhevoy-2021/6", "--body=school-3",
                           "--window=2022-06-30", "--on=2022-08-01")
        reasons = {(line["stage"], line.get("reason"))
                   for line in story["bodies"][0]["windows"][-1]["letters"]}
        self.assertIn(("before:7d", "met"), reasons)
        self.assertIn(("late:1", "met"), reasons)
        self.assertIn(("escalate:1", "met"), reasons)

    def test_what_a_supervisor_hears(self):
        run = self.explain(RULE, "--body=head", "--on=2022-02-01",
                           "--window=2021-12-31")
        self.assertIn("Letters about uo, due 2021-12-31, to head:",
                      run.stdout)
        self.assertRegex(run.stdout, r"escalate:1 +head +would have gone ")
        self.assertNotIn("before:7d", run.stdout)

    def test_nothing_was_sent(self):
        run = self.explain("strezhevoy-2021/6", "--body=school-3",
                           "--window=2022-06-30", "--on=2022-01-15")
        self.assertIn("Nothing was sent.", run.stdout)


class Unheard(unittest.TestCase):
    """A body without an address: who hears in its place, or that nobody
    does."""

    RULES = {
        "bodies.yaml": "bodies:\n"
                       "  uo: {name: Управление образования}\n"
                       "  head: {name: Начальник, email: head@dept.example}\n",
        "town.yaml": "roadmap: town\n"
                     "in_force: {from: 2026-01-01, to: 2026-12-31}\n"
                     "supervisor: head\n"
                     "rules:\n"
                     "  - item: '1'\n"
                     "    title: Отчёт\n"
                     "    when: ежегодно, до 1 декабря\n"
                     "    responsible: uo\n"}

    def setUp(self):
        self.dir = pathlib.Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.dir)
        (self.dir / "rules").mkdir()
        for name, text in self.RULES.items():
            (self.dir / "rules" / name).write_text(text, encoding="utf-8")
        for file in RULES.glob("calendar-*.yaml"):
            shutil.copy(file, self.dir / "rules")

    def explain(self, config):
        path = self.dir / "srokd.yaml"
        path.write_text(config, encoding="utf-8")
        run = srokctl("explain", "--config", path, "--rules",
                      self.dir / "rules", "town/1", "--on=2026-11-24",
                      cwd=self.dir)
        self.assertEqual(run.returncode, OK, run.stderr)
        return run.stdout

    def test_nobody_hears(self):
        told = self.explain("timezone: Europe/Moscow\n")
        self.assertRegex(told, r"Unheard +uo: nobody hears of it, srokd.yaml "
                         r"names no `administrator` either; write in "
                         r"\S*rules/bodies.yaml:2 `email: name@domain."
                         r"example` or `deputy: BODY`\n")
        self.assertRegex(told, r"2026-12-02 Wed +late:1 +uo +not sent: "
                         r"nobody can be reached\n")
        self.assertRegex(told, r"escalate:1 +head +will be sent, if nothing")
        self.assertNotRegex(told, r"uo +will be sent")

    def test_the_administrator_hears_in_its_place(self):
        told = self.explain("administrator: admin@dept.example\n")
        self.assertRegex(told, r"Unheard +uo: the administrator hears in its "
                         r"place; write in ")
        self.assertRegex(told, r"2026-12-02 Wed +late:1 +uo +will be sent to "
                         r"the administrator in its place, if nothing")


class States(Case):
    def test_entries(self):
        log = self.story(RULE, "--on=2022-10-05")["bodies"][0]["log"]
        self.assertEqual([(e["kind"], e["fate"], e["counts_for"]) for e in log],
                         [("done", "counts", "2022-12-31"),
                          ("done", "voided", None), ("void", "refers", None)])
        self.assertEqual(log[0]["why"], "the window holds its day")
        run = self.explain(RULE, "--on=2022-10-05")
        self.assertIn("counts, window due 2022-12-31: the window holds its "
                      "day", run.stdout)
        self.assertIn("behind: 3 wanted by now", run.stdout)
        self.assertIn("2022-12-31 is Saturday, so effective 2022-12-30",
                      run.stdout)

    def test_what_was_not_known_yet(self):
        log = self.story(RULE, "--on=2022-06-30")["bodies"][0]["log"]
        self.assertEqual([e["fate"] for e in log], ["counts", "counts"])

    def test_extension_and_promise(self):
        run = self.explain("strezhevoy-2021/11", "--on=2022-11-25")
        self.assertRegex(run.stdout, "moved from 2022-10-31 by entry 1 of "
                         "2022-10-20")
        self.assertIn("promised by 2022-12-05", run.stdout)
        story = self.story("strezhevoy-2021/11", "--on=2022-11-25")
        window = next(w for w in story["bodies"][0]["windows"]
                      if w["due"] == "2022-12-09")
        self.assertEqual(window["ordered_due"], "2022-10-31")
        self.assertEqual(sorted(window["marks"]), ["behind", "extended", "promised"])

    def test_a_group_is_told_at_a_glance(self):
        run = self.explain("strezhevoy-2021/6", "--on=2022-07-10")
        self.assertRegex(run.stdout, r"school-3 +2022-06-01 .* met")
        self.assertRegex(run.stdout, r"school-6 +2022-06-01 .* met late")
        self.assertIn("2 bodies owe it: --body=", run.stdout)
        group = self.explain("strezhevoy-2021/6", "--body=shnor",
                             "--on=2022-07-10")
        self.assertEqual(group.stdout, run.stdout)

    def test_a_schedule_is_waited_for(self):
        run = self.explain("strezhevoy-2021/20", "--on=2022-02-01")
        self.assertIn("is not entered: its owner is asked", run.stdout)

    def test_the_order_stands_above(self):
        run = self.explain("strezhevoy-2021/10", "--on=2022-02-01")
        self.assertRegex(run.stdout, r"With +imo \(imo@strezhevoy.example\)")
        self.assertRegex(run.stdout, r"Supervisor +head \(head@")
        self.assertIn("before by 30 days, 7 days, 1 day; late every 7 days; "
                      "escalated after 3 working days", run.stdout)
        rule = json.loads(self.explain("strezhevoy-2021/10",
                                       "--format=json").stdout)["rule"]
        self.assertEqual(rule["leads"], [
            {"body": "uo", "addresses": ["uo@strezhevoy.example"]}])

    def test_tsv_stays_what_it_is(self):
        run = self.explain(RULE, "--on=2022-02-01", "--format=tsv")
        self.assertEqual(run.stdout.splitlines()[0],
                         "2021-10-14\t2021-12-31\t1\t")


class Wrong(Case):
    def test_names(self):
        run = self.explain(RULE, "--body=uoo", code=DATAERR)
        self.assertIn("(did you mean 'uo'?)", run.stderr)
        run = self.explain(RULE, "--window=2022-12-30", "--on=2022-02-01",
                           code=DATAERR)
        self.assertIn("no window is due on 2022-12-30", run.stderr)

    def test_who_accepted(self):
        rules = self.dir / "rules"
        shutil.copytree(self.rules, rules)
        file = rules / "strezhevoy-2021.yaml"
        text = file.read_text(encoding="utf-8")
        file.write_text(text.replace('  - item: "11"\n',
                                     '  - item: "11"\n    accept: head\n'),
                        encoding="utf-8")
        self.log.write_text(
            HEAD.replace("\n", ",decided_by\n") +
            "a,2022-10-10,done,strezhevoy-2021/11,,2022-10-10,,,,\n"
            "b,2022-10-12,accept,,,,,a,всё есть,head\n", encoding="utf-8")
        run = srokctl("explain", "--rules", rules, "--log", self.log,
                      "strezhevoy-2021/11", "--on=2022-10-20")
        self.assertEqual(run.returncode, OK, run.stderr)
        self.assertIn("accepted by entry 2 of 2022-10-12, head: всё есть",
                      " ".join(run.stdout.split()))

    def test_nobody_is_asked_to_accept(self):
        with self.log.open("a", encoding="utf-8") as f:
            f.write("h,2022-06-06,accept,,,,,b,\n")
        run = self.explain(RULE, code=DATAERR)
        self.assertIn("the rule asks nobody to accept it", run.stderr)

    def test_a_log_that_is_refused(self):
        self.log.write_text(HEAD + "a,2022-02-10,done,strezhevoy-2021/99,,"
                            "2022-02-10,,,\n", encoding="utf-8")
        run = self.explain(RULE, code=DATAERR)
        self.assertIn("log.csv:2:1", run.stderr)

    def test_an_empty_log_is_said(self):
        run = self.explain(RULE, "--on=2022-02-01", log=False)
        self.assertIn("with an empty log", run.stderr)
        self.assertIn("The log has no entry about it.", run.stdout)

    def test_no_daemon_at_that_socket(self):
        run = srokctl("explain", "--rules", self.rules, RULE, "--socket",
                      self.dir / "nowhere.sock")
        self.assertEqual(run.returncode, UNAVAILABLE)
        run = srokctl("explain", RULE, "--on=tomorrow")
        self.assertEqual(run.returncode, USAGE)


class Running(unittest.TestCase):
    """The daemon and its file tell the same."""

    def test_daemon_and_file(self):
        directory = tempfile.mkdtemp()
        self.addCleanup(shutil.rmtree, directory)
        os.mkdir(f"{directory}/spool")
        shutil.copytree(RULES, f"{directory}/rules")
        daemon = Daemon(directory, start="2021-10-14", rate="43200")
        self.addCleanup(daemon.stop)
        daemon.run()
        source = ["--rules", daemon.rules, "--socket", daemon.socket,
                  "--database", daemon.database]
        until = time.monotonic() + 60
        while time.monotonic() < until and not list(
                pathlib.Path(directory, "spool", "new").glob("*")):
            time.sleep(0.1)
        run = srokctl("log", RULE, "--note=протокол", "--socket",
                      daemon.socket)
        self.assertEqual(run.returncode, OK, run.stderr)
        live = srokctl("explain", RULE, *source)
        self.assertEqual(live.returncode, OK, live.stderr)
        self.assertIn("by the running srokd", live.stdout)
        self.assertIn("counts, window due 2021-12-31", live.stdout)
        self.assertRegex(live.stdout, "opens +uo +letter ")
        on = live.stdout.split("\nOn ")[1][:10]
        live = srokctl("explain", RULE, "--on", on, *source)
        daemon.stop()
        file = srokctl("explain", RULE, "--on", on, *source)
        self.assertEqual(file.returncode, OK, file.stderr)
        self.assertIn("srokd is not running", file.stderr)
        self.assertEqual(file.stdout, live.stdout.replace(
            "the running srokd", daemon.database))


if __name__ == "__main__":
    unittest.main()
