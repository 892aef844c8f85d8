"""srokctl diff: what a change of rule files would change."""

import json
import pathlib
import shutil
import tempfile
import unittest

from ctl_run import DATAERR, NOINPUT, OK, RULES, USAGE, srokctl, tsv

NAMES = "what change roadmap item body due to field old new".split()
BODIES = """\
bodies:
  uo: {name: Управление, email: uo@dept.example}
  head: {name: Руководитель, email: head@dept.example}
  s1: {name: Школа 1, email: s1@dept.example}
  s2: {name: Школа 2, email: s2@dept.example}
  s3: {name: Школа 3, email: s3@dept.example}
  schools: {name: Школы, members: [s1, s2, s3]}
"""
ROADMAP = """\
roadmap: r
title: Карта
in_force: {from: 2022-01-01, to: 2022-12-31}
timezone: Asia/Tomsk
calendar: ru
supervisor: head
rules:
  - item: "1"
    title: Анализ
    when: ежегодно, июнь
    responsible: uo
  - item: "2"
    title: Отчёт школы
    when: не реже 1 раза в квартал
    responsible: [each schools, uo]
  - item: "3"
    title: Семинар
    when: ежегодно, октябрь
    responsible: uo
"""


class Case(unittest.TestCase):
    def setUp(self):
        self.dir = pathlib.Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.dir)
        for name in ("old", "new"):
            (self.dir / name).mkdir()
            for path in RULES.glob("calendar-*.yaml"):
                shutil.copy(path, self.dir / name)
            self.write(name, "bodies.yaml", BODIES)
            self.write(name, "r.yaml", ROADMAP)

    def write(self, name, file, text):
        (self.dir / name / file).write_text(text, encoding="utf-8")

    def change(self, *pairs, file="r.yaml", text=ROADMAP):
        for was, now in pairs:
            self.assertIn(was, text)
            text = text.replace(was, now, 1)
        self.write("new", file, text)

    def diff(self, *args, start="2022-01-10", end="2022-12-31"):
        return srokctl("diff", "--from", start, "--to", end, *args,
                       self.dir / "old", self.dir / "new")

    def rows(self, what=None, **more):
        run = self.diff("--format=tsv", **more)
        self.assertEqual(run.returncode, OK, run.stderr)
        rows = [dict(zip(NAMES, line)) for line in tsv(run.stdout)]
        for row in rows:
            self.assertEqual(list(row), NAMES)
        return [r for r in rows if what in (None, r["what"])]

    def brief(self, what, *names, **more):
        return [tuple(r[n] for n in names) for r in self.rows(what, **more)]


class Changes(Case):
    def test_none(self):
        run = self.diff()
        self.assertEqual((run.returncode, run.stdout), (OK,
                                                        "no difference\n"))
        self.assertEqual(self.rows(), [])
        run = self.diff("--exit-code")
        self.assertEqual(run.returncode, OK)

    def test_comments_and_order_are_none(self):
        self.change(("rules:", "# правила\nrules:"),
                    ("title: Карта\n", ""), ("roadmap: r\n",
                                             "roadmap: r\ntitle: Карта\n"))
        self.assertEqual(self.rows(), [])

    def test_another_term(self):
        self.change(("ежегодно, июнь", "ежегодно, до 20 июня"))
        self.assertEqual(
            self.brief("rule", "change", "item", "field", "old", "new"),
            [("changed", "1", "when", "ежегодно, июнь",
              "ежегодно, до 20 июня")])
        self.assertEqual(
            self.brief("window", "change", "body", "due", "old", "new"),
            [("moved", "uo", "2022-06-20", "2022-06-01..2022-06-30",
              "2022-01-01..2022-06-20")])
        letters = self.rows("notice")
        self.assertEqual({r["due"] for r in letters
                          if r["change"] == "removed"}, {"2022-06-30"})
        self.assertEqual({r["due"] for r in letters
                          if r["change"] == "added"}, {"2022-06-20"})
        self.assertIn(("before:7d", "2022-06-10"),
                      [(r["field"], r["new"]) for r in letters])
        self.assertEqual({r["item"] for r in letters}, {"1"})

    def test_an_edit_never_writes_about_the_past(self):
        self.change(("ежегодно, июнь", "ежегодно, март"))
        letters = self.rows("notice", start="2022-05-16")
        self.assertEqual([r for r in letters if r["change"] == "added"], [])
        self.assertTrue(letters)

    def test_what_was_said_is_not_said_again(self):
        """Item 1 is open, its officer was told: a new title is no news."""
        self.change(("title: Анализ", "title: Анализ причин"))
        self.assertEqual(
            [r["field"] for r in self.rows(start="2022-06-15")], ["title"])

    def test_a_new_number_is_no_new_rule(self):
        self.change(("title: Карта", "title: Карта\namendments:\n"
                     "  - order: {number: \"9\", date: 2022-02-01}\n"
                     "    renumber: {\"3\": \"30\"}"))
        self.assertEqual(self.brief(None, "what", "change", "item", "old",
                                    "new"),
                         [("rule", "changed", "30", "3", "30")])

    def test_rules_come_and_go(self):
        self.change(('  - item: "3"\n    title: Семинар\n'
                     "    when: ежегодно, октябрь\n", '  - item: "4"\n'
                     "    title: Выставка\n    when: ежегодно, ноябрь\n"))
        self.assertEqual(
            self.brief("rule", "change", "item"),
            [("added", "4"), ("removed", "3")])
        self.assertEqual(
            self.brief("window", "change", "item", "old", "new"),
            [("added", "4", "", "2022-11-01..2022-11-30"),
             ("removed", "3", "2022-10-01..2022-10-31", "")])

    def test_members_windows_and_effective_days(self):
        self.change(("s1, s2, s3", "s1, s2"), file="bodies.yaml",
                    text=BODIES)
        gone = self.brief("window", "change", "item", "body")
        self.assertEqual(gone, [("removed", "2", "s3")] * 4)
        self.assertEqual(self.brief("body", "body", "field", "old", "new"),
                         [("schools", "members", "s1, s2, s3", "s1, s2")])
        told = self.rows("notice")
        self.assertTrue(told)
        self.assertEqual({r["body"] for r in told if r["to"] == "s3"},
                         {"s3"})
        self.change(("calendar: ru", "calendar: ru\nshift: after"))
        self.write("new", "bodies.yaml", BODIES)
        self.assertEqual(
            self.brief("window", "change", "item", "body", "old", "new"),
            [("changed", "2", body,
              "2022-10-01..2022-12-31, effective 2022-12-30",
              "2022-10-01..2022-12-31, effective 2023-01-09")
             for body in ("s1", "s2", "s3")])

    def test_policy_and_result(self):
        self.change(("    when: ежегодно, июнь\n",
                     "    when: ежегодно, июнь\n    result: {document: "
                     "Справка}\n    remind: {before: 10 days, late: none}\n"
                     "    accept: head\n"))
        fields = {r["field"]: (r["old"], r["new"])
                  for r in self.rows("rule")}
        self.assertEqual(fields["result"], ("", "document Справка"))
        self.assertEqual(fields["accept"], ("", "head"))
        self.assertIn("before 10 days", fields["remind"][1])
        self.assertIn("late every 7 days", fields["remind"][0])
        self.assertNotIn("late every", fields["remind"][1])
        stages = {(r["change"], r["field"]) for r in self.rows("notice")}
        self.assertIn(("added", "before:10d"), stages)
        self.assertIn(("removed", "late:1"), stages)

    def test_a_contact(self):
        self.change(("email: uo@", "email: uo2@"), file="bodies.yaml",
                    text=BODIES)
        self.assertEqual(self.brief("body", "field", "old", "new"),
                         [("email", "uo@dept.example", "uo2@dept.example")])

    def test_a_roadmap_comes(self):
        self.write("new", "q.yaml", ROADMAP.replace("roadmap: r",
                                                    "roadmap: q"))
        self.assertEqual(self.brief("roadmap", "change", "roadmap", "new"),
                         [("added", "q", "Карта")])
        self.assertEqual({(r["change"], r["roadmap"])
                          for r in self.rows("rule")}, {("added", "q")})
        shutil.move(self.dir / "new" / "q.yaml", self.dir / "old")
        self.assertEqual(self.brief("roadmap", "change", "roadmap", "old"),
                         [("removed", "q", "Карта")])

    def test_from_nothing(self):
        (self.dir / "old" / "r.yaml").unlink()
        rows = self.rows()
        self.assertEqual({r["change"] for r in rows}, {"added"})
        self.assertTrue([r for r in rows if r["what"] == "notice"])

    def test_a_day_off(self):
        path = self.dir / "new" / "over.yaml"
        path.write_text("calendar: local\nover: ru\ndays_off:\n"
                        "  - {date: 2022-06-30, why: Праздник}\n",
                        encoding="utf-8")
        self.change(("calendar: ru", "calendar: local"))
        self.assertEqual(
            self.brief("window", "change", "item", "old", "new")[0],
            ("changed", "1", "2022-06-01..2022-06-30",
             "2022-06-01..2022-06-30, effective 2022-06-29"))
        self.assertIn(("moved", "before:1d", "2022-06-29", "2022-06-28"),
                      self.brief("notice", "change", "field", "old", "new"))

    def test_with_a_log(self):
        self.change(("ежегодно, июнь", "ежегодно, июнь-июль"))
        log = self.dir / "log.csv"
        log.write_text("id,at,kind,rule,body,date,window,ref,note\n"
                       "a,2022-06-05,done,r/1,,,,,\n", encoding="utf-8")
        run = self.diff("--format=tsv", "--log", log)
        self.assertEqual(run.returncode, OK, run.stderr)
        late = [line for line in tsv(run.stdout) if "late:1" in line]
        self.assertEqual(late, [])


class Shapes(Case):
    def setUp(self):
        super().setUp()
        self.change(("ежегодно, июнь", "ежегодно, до 20 июня"),
                    ("[each schools, uo]", "[each schools]"))

    def test_text(self):
        run = self.diff()
        self.assertEqual(run.returncode, OK, run.stderr)
        self.assertIn("r\n  1  Анализ\n    when: ежегодно, июнь → ежегодно, "
                      "до 20 июня\n    window moved: 2022-06-01..2022-06-30 "
                      "→ 2022-01-01..2022-06-20, uo\n    letters added for "
                      "2022-06-20: ", run.stdout)
        self.assertIn("    responsible: each schools, uo → each schools\n",
                      run.stdout)
        self.assertRegex(run.stdout, r"\nrules: 2 changed; windows: 1 moved; "
                         r"notices: \d+ added, \d+ removed")
        self.assertRegex(run.stdout, r"\d+ with the old files, \d+ with the "
                         r"new\n$")

    def test_json(self):
        run = self.diff("--format=json")
        found = json.loads(run.stdout)
        self.assertEqual(len(found["changes"]), len(self.rows()))
        self.assertEqual(set(found["changes"][0]), set(NAMES))
        self.assertEqual(found["summary"]["window"]["moved"], 1)
        self.assertEqual(found["summary"]["rule"]["changed"], 2)
        self.assertEqual(found["summary"]["from"], "2022-01-10")

    def test_exit_codes(self):
        self.assertEqual(self.diff("--exit-code").returncode, 1)
        self.assertEqual(self.diff(end="2022-01-01").returncode, USAGE)
        self.assertEqual(self.diff("--loaded=2022-02-01").returncode, USAGE)
        run = srokctl("diff", self.dir / "old", self.dir / "none")
        self.assertEqual(run.returncode, NOINPUT)
        run = srokctl("diff", self.dir / "old")
        self.assertEqual(run.returncode, USAGE)
        self.write("new", "r.yaml", ROADMAP.replace("июнь", "юнь"))
        run = self.diff()
        self.assertEqual((run.returncode, run.stdout), (DATAERR, ""))

    def test_files(self):
        run = srokctl("diff", "--from=2022-01-10", "--format=tsv",
                      self.dir / "old" / "r.yaml",
                      self.dir / "new" / "r.yaml")
        self.assertEqual(run.returncode, OK, run.stderr)
        self.assertTrue(run.stdout)


class Calendars(Case):
    def days(self, **more):
        return [(r["change"], r["item"], r["due"], r["field"], r["old"],
                 r["new"]) for r in self.rows("calendar", **more)]

    def test_a_decree_that_is_gone(self):
        (self.dir / "new" / "calendar-ru-2022.yaml").unlink()
        days = self.days()
        self.assertEqual(days[0], ("changed", "ru", "", "2022", "official",
                                   "computed, no decree"))
        self.assertIn(("changed", "ru", "2022-05-10", "2022-05-10",
                       "day off (moved here)", "worked"), days)
        # A working Saturday, and the Monday that it was worked for.
        self.assertIn(("changed", "ru", "2022-03-05", "2022-03-05",
                       "worked, a short day", "weekend"), days)
        self.assertIn(("changed", "ru", "2022-03-07", "2022-03-07",
                       "day off (moved here)", "worked"), days)
        text = self.diff().stdout
        self.assertIn("\ncalendars\n  ru\n    2022: official → computed, no "
                      "decree\n", "\n" + text)
        self.assertRegex(text, r"calendars: 1 changed[;.]")

    def test_years_that_no_roadmap_counts(self):
        (self.dir / "new" / "calendar-ru-2024.yaml").unlink()
        self.assertEqual(self.days(), [])
        self.assertEqual(self.diff("--exit-code").returncode, OK)

    def test_days_side_by_side_are_one_change(self):
        for name in ("old", "new"):
            path = self.dir / name / "calendar-local.yaml"
            path.write_text("calendar: local\nover: ru\ndays_off:\n  - {date: "
                            + ("2022-06-06..2022-06-08" if name == "new" else
                               "2022-08-01") + ", why: карантин}\n",
                            encoding="utf-8")
            self.write(name, "r.yaml", ROADMAP.replace("calendar: ru",
                                                       "calendar: local"))
        off = "day off (карантин)"
        self.assertEqual(self.days(), [
            ("changed", "local", "2022-06-06", "2022-06-06..2022-06-08",
             "worked", off),
            ("changed", "local", "2022-08-01", "2022-08-01", off, "worked")])

    def test_another_calendar(self):
        path = self.dir / "new" / "calendar-local.yaml"
        path.write_text("calendar: local\nover: ru\n", encoding="utf-8")
        self.change(("calendar: ru", "calendar: local"))
        self.assertEqual([d[:2] for d in self.days()],
                         [("added", "local"), ("removed", "ru")])

    def test_the_same_said_otherwise(self):
        """Moves of the year's decree in another order."""
        text = (self.dir / "new" / "calendar-ru-2022.yaml").read_text(
            encoding="utf-8")
        moves = [x for x in text.splitlines() if x.startswith("  - {from")]
        self.assertGreater(len(moves), 1)
        for path in (self.dir / "new").glob("calendar-ru-2022.yaml"):
            path.write_text(text.replace("\n".join(moves),
                                         "\n".join(reversed(moves))),
                            encoding="utf-8")
        self.assertEqual(self.days(), [])


if __name__ == "__main__":
    unittest.main()
