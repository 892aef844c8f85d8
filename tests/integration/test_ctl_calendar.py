"""Working calendars as a term meets them: why a DUE is not the effective day.

Each row is a term, the shift, the effective day and the words for it; the
calendar is the shipped one of Russia, and an overlay of a region.
"""

import json
import pathlib
import shutil
import tempfile
import unittest

from ctl_run import DATAERR, OK, RULES, srokctl

OVERLAY = """calendar: region
over: ru
days_off:
  - date: 2024-06-20..2024-06-21
    why: День региона
    by: head
  - date: 2026-10-05
workdays:
  - date: 2024-06-22
    why: отработка
"""

ROADMAP = """roadmap: days
in_force: {{from: 2022-01-01, to: 2031-12-31}}
calendar: {calendar}
shift: {shift}
rules:
  - item: "1"
    title: Проверка
    when: {when}
    responsible: lead
"""

BODIES = """bodies:
  lead: {name: Отдел, email: lead@dept.example}
"""


class Case(unittest.TestCase):
    def setUp(self):
        self.rules = pathlib.Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.rules)
        for file in RULES.glob("calendar-*.yaml"):
            shutil.copy(file, self.rules)
        self.write("bodies", BODIES)
        self.write("calendar-region", OVERLAY)

    def write(self, name, text):
        (self.rules / f"{name}.yaml").write_text(text, encoding="utf-8")

    def window(self, due, calendar="ru", shift="before"):
        """The only window of a term that is due on that day."""
        self.write("days", ROADMAP.format(
            calendar=calendar, shift=shift, when=f"{{by: {due}}}"))
        run = srokctl("explain", "--rules", self.rules, "days/1",
                      "--format=json")
        self.assertEqual(run.returncode, OK, run.stderr)
        return json.loads(run.stdout)["windows"][0]


class Days(Case):
    ROWS = (
        # a Sunday, a holiday of one day, one of several
        ("2024-06-16", "before", "2024-06-14", "Sunday"),
        ("2024-06-16", "after", "2024-06-17", "Sunday"),
        ("2024-06-16", "keep", "2024-06-16", None),
        ("2024-06-12", "before", "2024-06-11", "the holiday of 06-12"),
        ("2024-01-03", "after", "2024-01-09",
         "in the holidays of 01-01..01-08"),
        # nothing worked before it since START, which is the least
        ("2024-01-03", "before", "2024-01-01",
         "in the holidays of 01-01..01-08"),
        # 12 June 2022 was a Sunday: carried to Monday
        ("2022-06-13", "before", "2022-06-10",
         "a day off for the holiday of 2022-06-12"),
        # moved by decree, and the Saturday that was worked for it
        ("2024-04-29", "before", "2024-04-27",
         "a day off moved from 2024-04-27"),
        ("2024-04-27", "before", "2024-04-27", None),
        # a short day is worked
        ("2024-11-02", "before", "2024-11-02", None),
        ("2024-03-07", "before", "2024-03-07", None),
    )

    def test_each(self):
        for due, shift, effective, why in self.ROWS:
            with self.subTest(due=due, shift=shift):
                w = self.window(due, shift=shift)
                self.assertEqual((w["due"], w["effective"], w["why"]),
                                 (due, effective, why))

    def test_a_regions_own(self):
        for due, shift, effective, why in (
                ("2024-06-21", "before", "2024-06-19", "День региона (head)"),
                ("2024-06-21", "after", "2024-06-22", "День региона (head)"),
                ("2024-06-22", "before", "2024-06-22", None),
                ("2026-10-05", "before", "2026-10-02", "a day off")):
            with self.subTest(due=due, shift=shift):
                w = self.window(due, "region", shift)
                self.assertEqual((w["effective"], w["why"]),
                                 (effective, why))
        w = self.window("2024-06-21")
        self.assertEqual(w["effective"], "2024-06-21")

    def test_years_without_a_decree_are_provisional(self):
        self.assertFalse(self.window("2026-06-16")["provisional"])
        w = self.window("2030-06-12")
        self.assertTrue(w["provisional"])
        self.assertEqual(w["effective"], "2030-06-11")
        run = srokctl("explain", "--rules", self.rules, "days/1")
        self.assertIn("provisional", run.stdout)
        run = srokctl("check", self.rules)
        self.assertRegex(run.stderr, r"W0420")


class Refused(Case):
    def test_a_six_day_week(self):
        self.write("calendar-six", "calendar: six\nweekend: [sunday]\n")
        run = srokctl("check", "--format=short", self.rules)
        self.assertEqual(run.returncode, DATAERR)
        self.assertRegex(run.stderr, r"calendar-six.yaml:2:\d+: error: a "
                         "weekend is two days: terms of a six-day week "
                         r"would fall on days that offices do not work "
                         r"\[E0412\]")

    def test_decrees_that_cannot_be(self):
        base = "calendar: ru\nyear: 2031\n"
        for text, code in (
                ("moves:\n  - {from: 2031-01-15, to: 2031-01-16}\n", "0402"),
                ("moves:\n  - {from: 2031-01-04, to: 2031-01-11}\n", "0403"),
                ("working_days: 300\n", "0404")):
            self.write("calendar-ru-2031", base + text)
            run = srokctl("check", "--format=short", self.rules)
            self.assertEqual(run.returncode, DATAERR, text)
            self.assertIn(f"[E{code}]", run.stderr)


if __name__ == "__main__":
    unittest.main()
