"""srokctl plan against the facts of a real order."""

import collections
import csv
import datetime
import html.parser
import io
import json
import re
import unittest

from ctl_run import (DATA, DATAERR, OK, RULES, Calendar, day, srokctl, table,
                     tsv, windows)

FACTS = table(DATA / "plan" / "strezhevoy-2021.tsv")
ROADMAP = ["--rules", RULES, "--roadmap", "strezhevoy-2021"]


def plan(*args):
    run = srokctl("plan", *ROADMAP, *args)
    assert run.returncode == OK, run.stderr
    return run.stdout


def expected():
    """The lines that the order gives, in the order of the contract."""
    calendar, lines = Calendar(), []
    for row in FACTS:
        for body in row["bodies"].split():
            for start, due, least in windows(row["windows"]):
                effective = calendar.before(day(start), day(due))
                lines.append(["strezhevoy-2021", row["item"], body, start,
                              due, least, "", effective.isoformat()])
    return lines


class Tsv(unittest.TestCase):
    maxDiff = None

    def test_every_row_of_the_order(self):
        found = tsv(plan("--format=tsv"))
        self.assertEqual(len({line[1] for line in found}), 28)
        self.assertEqual(found, expected())

    def test_by_body(self):
        of = [line for line in expected() if line[2] == "school-3"]
        self.assertEqual(tsv(plan("--format=tsv", "--body=school-3")), of)
        both = [line for line in expected()
                if line[2] in ("school-3", "school-6") and line[1] != "30"]
        self.assertEqual(tsv(plan("--format=tsv", "--body=shnor")), both)

    def test_by_due(self):
        within = [line for line in expected()
                  if "2022-06-30" <= line[4] <= "2022-09-30"]
        self.assertEqual(tsv(plan("--format=tsv", "--from=2022-06-30",
                                  "--to=2022-09-30")), within)
        self.assertEqual(plan("--format=tsv", "--from=2025-01-01"), "")

    def test_nothing_is_told(self):
        run = srokctl("plan", *ROADMAP, "--from=2030-01-01")
        self.assertEqual((run.returncode, run.stdout), (OK, ""))
        self.assertIn("nothing falls due in that time", run.stderr)
        self.assertNotIn("nothing", srokctl("plan", *ROADMAP).stderr)

    def test_names_that_are_not_there(self):
        run = srokctl("plan", "--rules", RULES, "--roadmap=strezhevoy-2020")
        self.assertEqual((run.returncode, run.stdout), (DATAERR, ""))
        self.assertIn("did you mean 'strezhevoy-2021'?", run.stderr)
        run = srokctl("plan", *ROADMAP, "--body=school-33")
        self.assertEqual(run.returncode, DATAERR)
        self.assertIn("did you mean 'school-3'?", run.stderr)


class OtherOrders(unittest.TestCase):
    """The windows of two more orders, one of them amended, item by item."""

    def test_windows(self):
        for name, rows in (("tambov-2020", 71), ("savino-2020", 10)):
            self.compare(name, rows)

    def compare(self, name, rows):
        run = srokctl("plan", "--rules", RULES, "--roadmap", name,
                      "--format=tsv")
        self.assertEqual(run.returncode, OK, run.stderr)
        found = collections.defaultdict(set)
        for line in tsv(run.stdout):
            found[line[1]].add(tuple(line[3:6]))
        facts = table(DATA / "orders" / f"{name}.tsv")
        self.assertEqual(len(facts), rows)
        for row in facts:
            self.assertEqual((row["item"], found[row["item"]]),
                             (row["item"], set(windows(row["windows"]))))


class Shapes(unittest.TestCase):
    def test_text(self):
        text = plan()
        self.assertRegex(text, r"ROADMAP +ITEM +BODY +START +DUE +TIMES")
        self.assertIn("waits for its schedule", text)
        self.assertRegex(text, r"2022-12-30 Fri .* DUE is Saturday\n")

    def test_json(self):
        rows = json.loads(plan("--format=json"))
        found = [[r["roadmap"], r["item"], r["body"], r["start"], r["due"],
                  str(r["min"]), "" if r["max"] is None else str(r["max"]),
                  r["effective"]] for r in rows if "start" in r]
        self.assertEqual(found, expected())
        self.assertEqual({r["item"] for r in rows if "outside" in r},
                         {"14", "15", "20"})

    def test_csv(self):
        raw = plan("--format=csv", "--from=2022-01-01")
        rows = list(csv.DictReader(io.StringIO(raw, newline="")))
        lines = [line for line in expected() if line[4] >= "2022-01-01"]
        names = ("roadmap item body start due min max effective").split()
        self.assertEqual([[r[n] for n in names] for r in rows], lines)
        self.assertEqual(rows[0]["title"],
                         "Сведения о школах, вошедших в список Рособрнадзора")

    def test_html(self):
        class Page(html.parser.HTMLParser):
            def __init__(self):
                super().__init__()
                self.open, self.rows, self.text = [], 0, ""

            def handle_starttag(self, tag, attrs):
                assert tag not in ("script", "img", "link"), tag
                if tag != "meta":
                    self.open.append(tag)
                self.rows += tag == "tr"

            def handle_endtag(self, tag):
                assert self.open.pop() == tag, tag

            def handle_data(self, data):
                self.text += data

        page = Page()
        page.feed(plan("--format=html"))
        page.close()
        self.assertEqual(page.open, [])
        outside = 1 + 2 + 1     # 14; 15 of two schools; 20
        self.assertEqual(page.rows, 1 + len(expected()) + outside)
        self.assertIn("ежегодно, не менее 4-х заседаний в год", page.text)
        self.assertIn("Управление образования", page.text)


def events(text):
    """An independent reader of RFC 5545: unfolds, splits, unescapes."""
    assert text.endswith("\r\n")
    lines = re.sub("\r\n[ \t]", "", text).split("\r\n")[:-1]
    found, event = [], None
    for line in lines:
        name, value = line.split(":", 1)
        if line == "BEGIN:VEVENT":
            event = {}
        elif line == "END:VEVENT":
            found.append(event)
            event = None
        elif event is not None:
            assert name not in event, name
            event[name] = re.sub(
                r"\\(.)", lambda m: "\n" if m[1] in "nN" else m[1], value)
    return lines, found


class Ics(unittest.TestCase):
    def setUp(self):
        self.raw = plan("--format=ics")
        self.lines, self.events = events(self.raw)

    def test_lines(self):
        for line in self.raw.encode().split(b"\r\n"):
            self.assertLessEqual(len(line), 75)
            self.assertNotIn(b"\n", line)
            line.decode()       # no character is cut
        self.assertTrue(any(line.startswith(b" ") for line in
                            self.raw.encode().split(b"\r\n")))
        self.assertEqual(self.lines[0], "BEGIN:VCALENDAR")
        self.assertEqual(self.lines[-1], "END:VCALENDAR")
        self.assertIn("VERSION:2.0", self.lines)
        self.assertTrue(any(line.startswith("PRODID:")
                            for line in self.lines))

    def test_an_all_day_event_for_each_window(self):
        wanted = [line[7].replace("-", "") for line in expected()]
        self.assertEqual([e["DTSTART;VALUE=DATE"] for e in self.events],
                         wanted)
        for e in self.events:
            first = datetime.datetime.strptime(e["DTSTART;VALUE=DATE"],
                                               "%Y%m%d")
            after = datetime.datetime.strptime(e["DTEND;VALUE=DATE"],
                                               "%Y%m%d")
            self.assertEqual((after - first).days, 1)
            self.assertRegex(e["DTSTAMP"], r"^\d{8}T\d{6}Z$")

    def test_uids_are_unique_and_stable(self):
        uids = [e["UID"] for e in self.events]
        twice = [u for u, n in collections.Counter(uids).items() if n > 1]
        self.assertEqual(twice, [])
        self.assertEqual(plan("--format=ics"), self.raw)

    def test_words(self):
        summary = self.events[0]["SUMMARY"]
        self.assertEqual(summary, "сведения о школах (п. 1)")
        self.assertIn("Ответственный: Управление образования",
                      self.events[0]["DESCRIPTION"])


if __name__ == "__main__":
    unittest.main()
