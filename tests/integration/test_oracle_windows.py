"""srokctl plan against a second computation (tests/oracle), line by line."""

import json
import pathlib
import random
import sys
import tempfile
import unittest

import yaml

from ctl_run import DATA, DAY, OK, ROOT, RULES, srokctl, table, tsv

sys.path.insert(0, str(ROOT / "tests" / "oracle"))
import rulefiles    # noqa: E402
import terms        # noqa: E402
import windows      # noqa: E402

FROM, TO = "2019-01-01", "2031-12-31"
SPAN = windows.day(FROM), windows.day(TO)
ORDERS = {"strezhevoy-2021": 31, "savino-2020": 10, "tambov-2020": 71,
          "kirsanov-2024": 48, "livny-2023": 37}


def planned(directory, *more):
    run = srokctl("plan", "--rules", directory, "--from", FROM, "--to", TO,
                  *more)
    assert run.returncode == OK, run.stderr
    return run.stdout


def fact(window):
    """START..DUE*MIN or START..DUE*MIN-MAX, as the tables write it."""
    most = "" if window.max is None else f"-{window.max}"
    return f"{window.start}..{window.due}*{window.min}{most}"


def facts(roadmap, source):
    """Each row's windows before anybody is asked, or who brings them."""
    for rule in roadmap.rules:
        term = source(roadmap, rule.wordings[-1])
        yield rule.item, term.outside or " ".join(map(fact, term.windows))


class ShippedRules(unittest.TestCase):
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        cls.roadmaps = {r.id: r for r in rulefiles.read(RULES)}
        source = windows.Source(SPAN[1])
        cls.facts = {name: dict(facts(roadmap, source))
                     for name, roadmap in cls.roadmaps.items()}

    def test_every_line_of_the_plan(self):
        lines = list(windows.plan(RULES, *SPAN))
        self.assertGreater(len(lines), 1000)
        self.assertEqual(tsv(planned(RULES, "--format=tsv")), lines)

    def test_what_comes_from_outside(self):
        """The rows without windows, by the same two hands."""
        says = {"schedule": "waits for its schedule",
                "request": "opens with each request"}
        self.assertEqual(
            {(r["roadmap"], r["item"]): r["outside"] for r in
             json.loads(planned(RULES, "--format=json")) if "outside" in r},
            {(name, item): says[what] for name, rows in self.facts.items()
             for item, what in rows.items() if what in says})

    def test_facts_of_all_five_orders(self):
        for name, size in ORDERS.items():
            known = table(DATA / "orders" / f"{name}.tsv")
            self.assertEqual(len(known), size)
            mine = self.facts[name]
            self.assertEqual(list(mine), [row["item"] for row in known])
            for row in known:
                if row["windows"] == "-":
                    self.assertIn(mine[row["item"]], ("schedule", "request"))
                else:
                    self.assertEqual((row["item"], row["windows"]),
                                     (row["item"], mine[row["item"]]))

    def test_every_row_of_an_order_is_in_the_plan(self):
        rows = json.loads(planned(RULES, "--format=json"))
        for name in ORDERS:
            self.assertEqual(
                {r["item"] for r in rows if r["roadmap"] == name},
                {row["item"] for row in table(DATA / "orders" /
                                              f"{name}.tsv")})


MADE = """\
bodies:
  dept: {name: Department, email: dept@town.example}
  head: {name: Head, email: head@town.example}
  school-1: {name: School 1, email: school-1@town.example}
  school-2: {name: School 2, email: school-2@town.example}
  school-3: {name: School 3, email: school-3@town.example}
  town:
    name: Schools
    members:
      - school-1
      - {body: school-2, from: 2024-02-15}
      - {body: school-3, to: 2024-09-30}
"""
AMENDED = """\
roadmap: made
in_force: {from: 2024-01-10, to: 2025-12-31}
calendar: ru
supervisor: head
shift: after
rules:
  - {item: "1", title: Added, when: ежегодно, responsible: dept}
  - item: "2"
    title: Changed
    when: не менее 4 раз в год
    interpretation: {by: dept, read: {every: half-year, at_least: 6}}
    responsible: each town
  - {item: "3", title: Repealed, when: 1 раз в квартал, responsible: dept}
  - item: "4"
    title: Settled
    when: по отдельному графику
    responsible: [each dept, each head]
    shift: keep
    interpretation:
      by: dept
      read: [{every: quarter}, {every: year, in: [june, august..september]}]
  - {item: "5", title: Run, when: 1 раз в 3 месяца, responsible: each town}
amendments:
  - order: {number: "7", date: 2024-06-14}
    add: ["1", "5"]
    change:
      "2": {when: ежемесячно до 30 числа}
    repeal: ["3"]
"""


class MadeRules(unittest.TestCase):
    """What no shipped order has: amended wordings, members that come and go,
    other shifts, a reading that is settled."""
    maxDiff = None

    def test_every_line_of_the_plan(self):
        with tempfile.TemporaryDirectory() as directory:
            home = pathlib.Path(directory)
            for path in RULES.glob("calendar-ru*.yaml"):
                (home / path.name).write_bytes(path.read_bytes())
            (home / "bodies.yaml").write_text(MADE, encoding="utf-8")
            (home / "made.yaml").write_text(AMENDED, encoding="utf-8")
            lines = list(windows.plan(home, *SPAN))
            self.assertEqual(len({line[1] for line in lines}), 5)
            self.assertEqual(tsv(planned(home, "--format=tsv")), lines)


class RandomRules(unittest.TestCase):
    """Every phrase that the oracle reads, under random validities, years,
    shifts, amendments and members."""
    ROADMAPS, SEED = 40, 20240126

    def phrases(self):
        """(phrase, whether it may stand where the year is the school's)"""
        known = [row["term"] for name in ORDERS for row in
                 table(DATA / "orders" / f"{name}.tsv")]
        known += [line.split("\t")[0] for line in (
            DATA / "terms" / "ru.tsv").read_text("utf-8").splitlines()]
        for phrase in dict.fromkeys(known):
            try:
                yield phrase, not terms.read_phrase(phrase).calendar
            except terms.NotRead:
                continue

    def roadmap(self, n, rnd):
        year = rnd.choice(["calendar", "school"])
        known = [phrase for phrase, school in self.known
                 if school or year == "calendar"]
        first = windows.day("2019-01-01") + rnd.randrange(2000) * DAY
        last = first + (30 + rnd.randrange(1500)) * DAY
        rules = [{"item": str(i), "title": "Row", "when": phrase,
                  "responsible": rnd.choice([["dept"], ["each town"],
                                             ["any town", "dept"],
                                             ["each dept", "each town"]]),
                  "shift": rnd.choice(["before", "after", "keep"])}
                 for i, phrase in enumerate(rnd.sample(known, 40))]
        order = {"number": "1", "date": str(
            first + rnd.randrange((last - first).days) * DAY)}
        return {"roadmap": f"r-{n:02}", "supervisor": "head",
                "calendar": "ru", "rules": rules,
                "in_force": {"from": str(first), "to": str(last)},
                "year": year,
                "amendments": [{
                    "order": order, "add": ["0", "1", "2", "3"],
                    "change": {str(i): {"when": rnd.choice(known)}
                               for i in range(4, 14)},
                    "repeal": [str(i) for i in range(14, 20)]}]}

    def test_every_line_of_the_plan(self):
        rnd = random.Random(self.SEED)
        self.known = list(self.phrases())
        self.assertGreater(len(self.known), 100)
        with tempfile.TemporaryDirectory() as directory:
            home = pathlib.Path(directory)
            for path in RULES.glob("calendar-ru*.yaml"):
                (home / path.name).write_bytes(path.read_bytes())
            (home / "bodies.yaml").write_text(MADE, encoding="utf-8")
            for n in range(self.ROADMAPS):
                (home / f"r-{n:02}.yaml").write_text(yaml.safe_dump(
                    self.roadmap(n, rnd), allow_unicode=True,
                    sort_keys=False), encoding="utf-8")
            lines = list(windows.plan(home, *SPAN))
            self.assertGreater(len(lines), 5000)
            found = tsv(planned(home, "--format=tsv"))
            for mine, theirs in zip(lines, found):
                self.assertEqual(mine, theirs, self.SEED)
            self.assertEqual(len(lines), len(found))


class Reader(unittest.TestCase):
    """What the oracle reads at all it reads as the corpus of phrases has it:
    every line there was written and derived by another hand."""

    def read(self, phrase, force, year):
        first, _, last = force.partition("..")
        try:
            term = terms.read_phrase(phrase)
            found = term.settled(terms.Frame(
                windows.day(first), windows.day(last), year == "school"))
        except terms.NotRead:
            return None
        if found.outside:
            return found.outside.replace("schedule", "external")
        return " ".join(fact(window) for window in found.windows)

    def test_corpus(self):
        rows = [line.split("\t") for line in (
            DATA / "terms" / "ru.tsv").read_text("utf-8").splitlines()
            if line and not line.startswith("#")]
        agreed = 0
        for phrase, force, year, expected in rows:
            mine = self.read(phrase, force, year)
            if mine is not None:
                self.assertEqual((phrase, mine), (phrase, expected))
                agreed += 1
        self.assertGreater(agreed, 150)

    def test_what_it_does_not_know_it_refuses(self):
        for phrase in ("ежегодно, юнь", "ежегодно по вторникам", "soon",
                       "2024 г., декабрь", "0 раз в год",
                       "сентябрь (октябрь)"):
            self.assertIsNone(self.read(phrase, "2024-01-01..2025-12-31",
                                        "-"), phrase)


if __name__ == "__main__":
    unittest.main()
