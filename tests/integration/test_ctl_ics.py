"""Days from an .ics file: srokctl calendar import, srokctl schedule."""

import datetime
import pathlib
import shutil
import tempfile
import unittest

import yaml

from ctl_run import (DATAERR, NOINPUT, OK, RULES, USAGE, srokctl, tsv)
from test_ctl_daemon import Case as Running

HOLIDAYS = """BEGIN:VCALENDAR\r
VERSION:2.0\r
BEGIN:VEVENT\r
UID:1@x.example\r
DTSTART;VALUE=DATE:20260601\r
DTEND;VALUE=DATE:20260603\r
SUMMARY:День города\\, день 'первый' и второй: гулянья на набережной\r
  до вечера\r
END:VEVENT\r
BEGIN:VEVENT\r
UID:2@x.example\r
DTSTART;VALUE=DATE:20200930\r
RRULE:FREQ=YEARLY\r
SUMMARY:День области\r
END:VEVENT\r
BEGIN:VEVENT\r
UID:3@x.example\r
DTSTART;VALUE=DATE:20260505\r
STATUS:CANCELLED\r
SUMMARY:Отменён\r
END:VEVENT\r
END:VCALENDAR\r
"""

COURSES = """BEGIN:VCALENDAR
BEGIN:VEVENT
UID:c1
DTSTART;TZID=Asia/Tomsk:20220301T090000
DTEND;TZID=Asia/Tomsk:20220315T180000
SUMMARY:Курсы\\, поток 1
END:VEVENT
BEGIN:VEVENT
UID:c2
DTSTART;VALUE=DATE:20220321
END:VEVENT
END:VCALENDAR
"""


class Import(unittest.TestCase):
    maxDiff = None

    def setUp(self):
        self.dir = pathlib.Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.dir)
        self.file = self.dir / "holidays.ics"
        self.file.write_text(HOLIDAYS, encoding="utf-8", newline="")

    def run_import(self, *args, code=OK):
        run = srokctl("calendar", "import", self.file, *args)
        self.assertEqual(run.returncode, code, run.stderr)
        return run

    def test_an_overlay(self):
        run = self.run_import("--id=tomsk", "--over=ru", "--year=2026")
        self.assertEqual(run.stderr, "")
        self.assertTrue(run.stdout.startswith("# From holidays.ics by "))
        self.assertEqual(yaml.load(run.stdout, yaml.BaseLoader), {
            "calendar": "tomsk", "over": "ru", "days_off": [
                {"date": "2026-06-01..2026-06-02",
                 "why": "День города, день 'первый' и второй: гулянья на "
                        "набережной до вечера"},
                {"date": "2026-09-30", "why": "День области"}]})

    def test_the_overlay_is_a_calendar(self):
        rules = self.dir / "rules"
        shutil.copytree(RULES, rules)
        run = self.run_import("--id=tomsk", "--over=ru", "--year=2026")
        (rules / "calendar-tomsk.yaml").write_text(run.stdout,
                                                   encoding="utf-8")
        run = srokctl("check", rules)
        self.assertEqual(run.returncode, OK, run.stderr)
        self.assertNotIn("calendar-tomsk", run.stderr)
        run = srokctl("explain", "--rules", rules, "--calendar=tomsk",
                      "--in-force=2026-01-01..2026-12-31",
                      "до 30 сентября")
        self.assertRegex(run.stdout, r"2026-09-30 Wed +1 +2026-09-29 Tue "
                         "2026-09-30 is День области")

    def test_days_that_are_worked(self):
        run = self.run_import("--id=x", "--workdays", "--year=2026")
        self.assertIn("\nworkdays:\n", run.stdout)

    def test_without_a_year(self):
        run = self.run_import("--id=x")
        year = datetime.datetime.now(datetime.timezone.utc).year
        self.assertIn(f"events of {year} and {year + 1}", run.stderr)
        self.assertIn(f"date: {year + 1}-09-30\n", run.stdout)

    def test_nothing_in_that_year(self):
        run = self.run_import("--id=x", "--year=2019", code=DATAERR)
        self.assertEqual(run.stdout, "")
        self.assertIn("has no event of 2019-01-01..2019-12-31", run.stderr)

    def test_a_broken_file(self):
        self.file.write_text(HOLIDAYS.replace("20260603", "20260531"),
                             encoding="utf-8", newline="")
        run = self.run_import("--id=x", code=DATAERR)
        self.assertEqual(run.stdout, "")
        self.assertIn("holidays.ics:6:18: error: the event ends before it "
                      "begins [E0031]\n    6 | DTEND;VALUE=DATE:20260531\n"
                      "      |                  ^~~~~~~~\n", run.stderr)

    def test_command_line(self):
        self.run_import(code=USAGE)
        self.run_import("--id=a b", code=USAGE)
        self.run_import("--id=x", "--year=1800", code=USAGE)
        run = srokctl("calendar", "export", self.file, "--id=x")
        self.assertEqual(run.returncode, USAGE)
        run = srokctl("calendar", "import", self.dir / "none.ics", "--id=x")
        self.assertEqual(run.returncode, NOINPUT)


class Schedule(Running):
    def test_a_file_of_dates(self):
        rule = "strezhevoy-2021/20"
        file = pathlib.Path(self.daemon.dir, "courses.ics")
        file.write_text(COURSES, encoding="utf-8")
        run = self.ctl("schedule", rule, file, "--year=2022")
        self.assertEqual(len(run.stdout.splitlines()), 2)
        run = self.ctl("status", rule, "--format=tsv", "--state=all")
        self.assertEqual([r[8] for r in tsv(run.stdout) if r[8]],
                         ["2022-03-15", "2022-03-21"])
        listed = self.ctl("log", "--list", rule, "--format=tsv").stdout
        self.assertIn("Курсы, поток 1", listed)
        # Grown by one: only that is new.
        file.write_text(COURSES.replace(
            "END:VCALENDAR", "BEGIN:VEVENT\nUID:c3\nDTSTART:20220404\n"
            "END:VEVENT\nEND:VCALENDAR"), encoding="utf-8")
        self.ctl("schedule", rule, file, "--year=2022")
        again = self.ctl("log", "--list", rule, "--format=tsv").stdout
        self.assertEqual(len(again.splitlines()),
                         len(listed.splitlines()) + 1)

    def test_what_is_refused(self):
        file = pathlib.Path(self.daemon.dir, "courses.ics")
        file.write_text(COURSES.replace("20220321", "2022032"),
                        encoding="utf-8")
        run = self.ctl("schedule", "strezhevoy-2021/20", file, "--year=2022",
                       code=DATAERR)
        self.assertIn("courses.ics:10:20", run.stderr)
        self.assertEqual(self.ctl("log", "--list", "strezhevoy-2021/20",
                                  "--format=tsv").stdout, "")
        run = self.ctl("schedule", "strezhevoy-2021/20", file, "--key=k",
                       code=DATAERR)


del Running

if __name__ == "__main__":
    unittest.main()
