"""Strezhevoy from the first day of its order to the last: most of it done in
time, some late, some never, waived, put off; schedules entered each year
(tests/data/letters/strezhevoy.csv). What its people find in their folders."""

import collections
import html
import json
import pathlib
import re
import shutil
import tempfile
import unittest

from ctl_run import DATA, DAY, OK, RULES, day, srokctl

LOG = DATA / "letters" / "strezhevoy.csv"
FIRST, LAST = "2021-10-14", "2024-12-31"


class ThreeYears(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        with tempfile.TemporaryDirectory() as name:
            for path in RULES.glob("*.yaml"):
                if path.stem.startswith(("bodies", "calendar", "strezhevoy")):
                    shutil.copy(path, pathlib.Path(name))
            run = srokctl("simulate", "--rules", name, "--from", FIRST,
                          "--to", LAST, "--log", LOG, "--format=json")
        if run.returncode != OK:
            raise AssertionError(run.stderr)
        cls.letters = json.loads(run.stdout)

    def test_one_letter_a_day(self):
        many = collections.Counter((o["recipient"], o["date"])
                                   for o in self.letters)
        self.assertEqual(set(many.values()), {1})

    def test_the_busiest_day_writes_to_each_once(self):
        days = collections.Counter(o["date"] for o in self.letters)
        busiest, n = max(days.items(), key=lambda item: item[1])
        people = {o["recipient"] for o in self.letters
                  if o["date"] == busiest}
        self.assertEqual(len(people), n)

    def test_no_flood(self):
        """Whoever leads most of the order's 31 rows has four letters in his
        fullest week, one in the mean; his head hears twice a quarter."""
        weeks = collections.Counter()
        people = collections.Counter()
        for o in self.letters:
            d = day(o["date"])
            weeks[o["recipient"], d - d.weekday() * DAY] += 1
            people[o["recipient"]] += 1
        span = (day(LAST) - day(FIRST)).days / 7
        self.assertLessEqual(max(weeks.values()), 4)
        self.assertLess(max(people.values()) / span, 1.25)
        self.assertLess(people["head"] / span, 0.25)

    def test_every_kind_is_there(self):
        stages = {n["stage"].split(":")[0] for o in self.letters
                  for n in o["notices"]}
        self.assertLessEqual({"opens", "before", "half", "late", "escalate",
                              "closed", "schedule"}, stages)

    def test_every_letter_is_whole(self):
        for o in self.letters:
            text = o["subject"] + "\n" + o["text"]
            self.assertNotRegex(
                text, r": *[.,;]|\(\)|«»| \n|\n\n\n|\{|\}|\d{4}-\d\d-\d\d")
            self.assertLessEqual(len(o["subject"]), 60, text)
            self.assertIn(f"Письмо {o['letter']} — Вам ", o["text"])
            for line in o["text"].split("\n"):
                self.assertLessEqual(len(line), 72, text)
            for stage in o["notices"]:
                self.assertNotIn(stage["stage"], text)

    def test_no_plural_is_wrong(self):
        """Every number in front of a noun that letters count."""
        forms = {"день": 0, "дня": 1, "дней": 2, "срок": 0, "срока": 1,
                 "сроков": 2, "рабочий": 0, "рабочих": None, "пункт": 0,
                 "пункта": 1, "пунктов": 2}
        seen = set()
        for o in self.letters:
            words = o["subject"] + "\n" + o["text"] + html.unescape(
                re.sub("<[^>]*>", " ", o["html"]))
            for n, noun in re.findall(r"(?<![\d.])(\d+)[\s\u00a0](\w+)",
                                      words):
                if forms.get(noun) is None:
                    continue
                n = int(n)
                few = n % 10 in (2, 3, 4) and n % 100 not in (12, 13, 14)
                one = n % 10 == 1 and n % 100 != 11
                self.assertEqual(forms[noun], 0 if one else 1 if few else 2,
                                 f"{n} {noun}")
                seen.add(noun)
        self.assertLessEqual({"день", "дня", "дней", "срока"}, seen)

    def test_closed_is_the_end(self):
        over = {}
        for o in self.letters:
            for n in o["notices"]:
                key = (o["recipient"], n["item"], n["body"], n["due"])
                self.assertNotIn(key, over, o["text"])
                if n["stage"] == "closed":
                    over[key] = o["date"]


if __name__ == "__main__":
    unittest.main()
