"""srokctl simulate: a year of letters, judged from outside."""

import collections
import datetime
import json
import tempfile
import unittest

from ctl_run import (DATAERR, DAY, NOINPUT, OK, RULES, Calendar, addresses,
                     day, srokctl, tsv)

SPAN = ["--rules", RULES, "--from=2021-10-14", "--to=2022-12-31"]
HEADER = "id,at,kind,rule,body,date,window,ref,note\n"
NAMES = "date time to channel letter stage roadmap item body due".split()


def simulate(*args, log=None, span=SPAN):
    """Rows as dicts; a log is given as CSV lines."""
    with tempfile.NamedTemporaryFile("w", suffix=".csv",
                                     encoding="utf-8") as f:
        more = []
        if log is not None:
            f.write(HEADER + log)
            f.flush()
            more = ["--log", f.name]
        return srokctl("simulate", *span, *more, *args)


def notices(*args, **more):
    run = simulate("--format=tsv", *args, **more)
    assert run.returncode == OK, run.stderr
    return [dict(zip(NAMES, line)) for line in tsv(run.stdout)]


class Year(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.rows = notices()

    def test_the_same_twice(self):
        self.assertEqual(notices(), self.rows)
        self.assertTrue(self.rows)

    def test_shape(self):
        for r in self.rows:
            self.assertEqual(len(r), len(NAMES))
            self.assertEqual(r["time"], "09:00")
            self.assertEqual(r["channel"], "email")
        self.assertEqual({r["roadmap"] for r in self.rows},
                         {"strezhevoy-2021", "tambov-2020"})

    def test_working_days_alone(self):
        calendar = Calendar()
        for r in self.rows:
            self.assertTrue(calendar.works(day(r["date"])), r)
            self.assertLessEqual("2021-10-14", r["date"])
            self.assertLessEqual(r["date"], "2022-12-31")
        self.assertEqual([r["date"] for r in self.rows],
                         sorted(r["date"] for r in self.rows))

    def test_one_letter_a_recipient_and_sending_time(self):
        letters = collections.defaultdict(set)
        times = collections.defaultdict(set)
        for r in self.rows:
            letters[r["letter"]].add((r["to"], r["date"], r["time"]))
            times[r["to"], r["date"], r["time"]].add(r["letter"])
        self.assertEqual({len(v) for v in letters.values()}, {1})
        for (to, *_), numbers in times.items():
            self.assertEqual(len(numbers), addresses(to), to)

    def test_nothing_is_said_twice(self):
        said = collections.Counter(
            (r["to"], r["stage"], r["roadmap"], r["item"], r["body"],
             r["due"]) for r in self.rows)
        self.assertEqual([k for k, n in said.items()
                          if n != addresses(k[0])], [])

    def test_what_lay_before_is_not_written_about(self):
        for r in self.rows:
            if r["due"]:
                self.assertLessEqual("2021-10-14", r["due"])

    def test_silence_is_told_to_the_head(self):
        told = [r for r in self.rows if r["to"] == "head"]
        self.assertTrue(told)
        self.assertTrue(all(r["stage"].startswith("escalate")
                            for r in told))

    def test_every_window_in_time_has_a_reminder_or_is_late(self):
        late = {(r["item"], r["body"], r["due"]) for r in self.rows
                if r["stage"] == "late:1"}
        self.assertIn(("6", "school-3", "2022-06-30"), late)
        self.assertIn(("1", "uo", "2022-06-30"), late)
        self.assertIn(("25", "uo", "2021-12-31"), late)

    def test_schedules_are_asked_for(self):
        asked = {(r["to"], r["item"]) for r in self.rows
                 if r["stage"].startswith("schedule")}
        self.assertIn(("uo", "20"), asked)
        for r in self.rows:
            if r["stage"].startswith("schedule"):
                self.assertEqual(r["due"], "")


class Perpetual(unittest.TestCase):
    """The shipped roadmap without an end."""

    def test_a_daemon_started_on_any_day_has_work_within_a_fortnight(self):
        first = datetime.date(2026, 1, 1)
        for start in (first + 11 * n * DAY for n in range(66)):
            rows = notices(span=["--rules", RULES, f"--from={start}",
                                 f"--to={start + 13 * DAY}"])
            self.assertIn("perpetual", {r["roadmap"] for r in rows}, start)


class Log(unittest.TestCase):
    SPAN = ["--rules", RULES, "--from=2022-05-01", "--to=2022-08-31"]

    def of(self, rows, item, body, due):
        return [r["stage"] for r in rows if (r["item"], r["body"], r["due"])
                == (item, body, due)]

    def test_done_in_time_is_not_late(self):
        silent = notices(span=self.SPAN)
        told = notices(span=self.SPAN, log="a,2022-06-10,done,"
                       "strezhevoy-2021/6,school-3,2022-06-10,,,справка\n")
        due = "2022-06-30"
        self.assertIn("late:1", self.of(silent, "6", "school-3", due))
        self.assertNotIn("late:1", self.of(told, "6", "school-3", due))
        self.assertEqual(self.of(silent, "6", "school-6", due)
                         .count("late:1"),
                         self.of(told, "6", "school-6", due)
                         .count("late:1"))

    def test_taken_back_it_is_late_again(self):
        log = ("a,2022-06-10,done,strezhevoy-2021/1,uo,2022-06-10,,,\n"
               "b,2022-06-20T15:30,void,,,,,a,ошибка\n")
        rows = notices(span=self.SPAN, log=log)
        self.assertIn("late:1", self.of(rows, "1", "uo", "2022-06-30"))

    def test_done_late_is_closed(self):
        log = "a,2022-07-20,done,strezhevoy-2021/1,uo,2022-07-19,,,\n"
        rows = notices(span=self.SPAN, log=log)
        stages = self.of(rows, "1", "uo", "2022-06-30")
        self.assertIn("late:1", stages)
        self.assertIn("closed", stages)

    def test_an_extension_moves_the_reminders(self):
        log = ("a,2022-06-14,extend,strezhevoy-2021/1,uo,2022-07-29,"
               "2022-06-30,,приказ\n")
        rows = notices(span=self.SPAN, log=log)
        self.assertNotIn("late:1", self.of(rows, "1", "uo", "2022-06-30"))
        self.assertIn("before:7d", self.of(rows, "1", "uo", "2022-07-29"))

    def test_a_schedule_that_is_entered(self):
        log = ("a,2022-05-04,schedule,strezhevoy-2021/14,,"
               "2022-06-06..2022-06-10,,,\n")
        rows = notices(span=self.SPAN, log=log)
        self.assertIn("late:1", self.of(rows, "14", "uo", "2022-06-10"))
        # Row 15 names the same schedule.
        self.assertIn("late:1", self.of(rows, "15", "school-3",
                                        "2022-06-10"))

    def test_mistakes_are_named_all_at_once(self):
        log = ("a,2022-06-10,done,strezhevoy-2021/99,uo,2022-06-10,,,\n"
               "b,2022-06-11,done,strezhevoy-2021/6,,2022-06-11,,,\n"
               "c,2022-06-12,void,,,,,zzz,\n"
               "d,2022-06-12,done,strezhevoy-2021/28,uo,2022-06-12,,,\n"
               "d,2022-06-13,done,strezhevoy-2021/28,uo,2022-06-13,,,\n"
               "e,2022-06-14,void,,,,,d,\n")
        run = simulate("--format=tsv", span=self.SPAN, log=log)
        self.assertEqual(run.returncode, DATAERR)
        for line, text in ((2, "99"), (3, "bodies"), (4, "zzz"),
                           (7, "several lines before it have the id 'd'")):
            self.assertRegex(run.stderr,
                             rf":{line}:1: error: .*{text}.*\[E0121\]")

    def test_a_file_that_is_none(self):
        run = simulate("--format=tsv", span=self.SPAN,
                       log="a,soon,done,strezhevoy-2021/1,,,,,\n")
        self.assertEqual((run.returncode, run.stdout), (DATAERR, ""))
        self.assertRegex(run.stderr, r":2:3: error: .*soon")
        run = srokctl("simulate", *self.SPAN, "--log=/nonexistent")
        self.assertEqual(run.returncode, NOINPUT)


class Shapes(unittest.TestCase):
    SPAN = ["--rules", RULES, "--from=2022-06-01", "--to=2022-06-30"]

    def test_text(self):
        run = simulate(span=self.SPAN)
        self.assertEqual(run.returncode, OK, run.stderr)
        rows = notices(span=self.SPAN)
        letters = len({r["letter"] for r in rows})
        self.assertEqual(run.stdout.count("\nSubject: "), letters)
        self.assertIn("To:      Школа № 3 <school-3@strezhevoy.example>",
                      run.stdout)
        self.assertIn(f"{letters} letters with {len(rows)} notices from "
                      "2022-06-01 to 2022-06-30; the busiest day", run.stdout)

    def test_text_of_one_day(self):
        run = simulate(span=["--rules", RULES, "--from=2021-10-22",
                             "--to=2021-10-22"])
        for line in run.stdout.splitlines():
            if line.startswith("uo "):
                self.assertEqual(line.split()[1:5], ["1", "1", "1.0", "1"])
                break
        else:
            self.fail(run.stdout)

    def test_counts_of_people_weeks_and_days(self):
        span = ["--rules", RULES, "--from=2022-05-04", "--to=2022-07-12"]
        letters = json.loads(simulate("--format=json", span=span).stdout)
        many = collections.Counter(r["letter"] for r in notices(span=span))
        people, weeks, days = (collections.Counter() for _ in range(3))
        for o in letters:
            d = day(o["date"])
            people[o["recipient"]] += 1
            weeks[o["recipient"], o["address"], d - d.weekday() * DAY] += 1
            days[d] += 1
        said = [line.split() for line in
                simulate(span=span).stdout.split("-" * 72)[-1].splitlines()
                if line]
        self.assertEqual(said[0], "RECIPIENT LETTERS NOTICES A WEEK AT MOST "
                         "IN THE WEEK OF".split())
        rows = said[1:1 + len(people)]
        self.assertEqual({row[0]: int(row[1]) for row in rows}, people)
        self.assertEqual(sum(int(row[2]) for row in rows),
                         sum(many.values()))
        for to, n, _, mean, most, monday in rows:
            mine = {(a, w): n for (who, a, w), n in weeks.items()
                    if who == to}
            copies = len({a for a, _ in mine})
            self.assertEqual(mean, f"{int(n) / 10 / copies:.1f}")
            self.assertEqual(int(most), max(mine.values()))
            self.assertEqual(day(monday), min(
                w for (_, w), n in mine.items() if n == int(most)))
        worst = said[len(people) + 2:-1]
        self.assertEqual([int(row[2]) for row in worst],
                         sorted(days.values(), reverse=True)[:5])
        for row in worst:
            self.assertEqual(days[day(row[0])], int(row[2]))

    def test_json(self):
        run = simulate("--format=json", span=self.SPAN)
        letters = json.loads(run.stdout)
        flat = [(o["date"], o["recipient"], n["stage"], n["item"],
                 n["due"] or "") for o in letters for n in o["notices"]]
        self.assertEqual(flat, [(r["date"], r["to"], r["stage"], r["item"],
                                 r["due"]) for r in notices(span=self.SPAN)])
        self.assertTrue(all(o["text"] and o["subject"] for o in letters))

    def test_one_day(self):
        span = ["--rules", RULES, "--from=2022-06-23", "--to=2022-06-23"]
        self.assertEqual({r["date"] for r in notices(span=span)},
                         {"2022-06-23"})

    def test_a_day_off(self):
        span = ["--rules", RULES, "--from=2022-06-25", "--to=2022-06-26"]
        run = simulate(span=span)
        self.assertEqual((run.returncode, run.stdout),
                         (OK, "no letters from 2022-06-25 to 2022-06-26\n"))
        self.assertEqual(simulate("--format=tsv", span=span).stdout, "")
        self.assertEqual(json.loads(
            simulate("--format=json", span=span).stdout), [])


if __name__ == "__main__":
    unittest.main()
