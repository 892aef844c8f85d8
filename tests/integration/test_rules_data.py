#!/usr/bin/python3
"""The shipped data: what the files under rules/ say, checked without srok.

Calendars: every working day 2020-2027 is computed from the keys alone, by
the rules that the base file states (tests/oracle/calendars.py), and compared
with the totals of the decrees and with the days of the published calendars.
Roadmaps: items and terms are those of the orders, letter for letter; titles,
bodies and addresses keep the house rules.
"""
import csv
import datetime
import pathlib
import re
import sys
import unittest

import yaml

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests" / "oracle"))
from calendars import Year      # noqa: E402

RULES = ROOT / "rules"
ORDERS = ROOT / "tests" / "data" / "orders"
CALENDAR = ROOT / "tests" / "data" / "calendar"
YEARS = range(2020, 2028)
DAY = datetime.timedelta(days=1)


class Loader(yaml.BaseLoader):
    """Every plain value is text, as rule-files say; a key twice is an error."""


def mapping_once(loader, node):
    seen = set()
    for key, _ in node.value:
        if key.value in seen:
            raise yaml.YAMLError(f"{key.value} twice at {key.start_mark}")
        seen.add(key.value)
    return loader.construct_mapping(node, deep=True)


Loader.add_constructor("tag:yaml.org,2002:map", mapping_once)


def load(path):
    return yaml.load(path.read_text(encoding="utf-8"), Loader)


def as_list(value):
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def texts(value):
    """Both languages of a text, or the one there is."""
    return list(value.values()) if isinstance(value, dict) else [value]


def table(path):
    lines = [line for line in path.read_text(encoding="utf-8").splitlines()
             if line and not line.startswith("#")]
    return list(csv.DictReader(lines, delimiter="\t",
                               quoting=csv.QUOTE_NONE))


def month_list(cell):
    return [] if cell == "-" else cell.split()


class CalendarFiles(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.base = load(RULES / "calendar-ru.yaml")
        cls.files = {year: load(RULES / f"calendar-ru-{year}.yaml")
                     for year in YEARS}
        cls.years = {year: Year(cls.base, year, data)
                     for year, data in cls.files.items()}
        cls.totals = {int(row["year"]): row
                      for row in table(CALENDAR / "ru-totals.tsv")}

    def test_files_name_their_year(self):
        self.assertEqual(self.base["calendar"], "ru")
        for year, data in self.files.items():
            self.assertEqual(data["calendar"], "ru")
            self.assertEqual(int(data["year"]), year)

    def test_totals(self):
        for year, calendar in self.years.items():
            with self.subTest(year=year):
                self.assertEqual(calendar.count(), calendar.total)
                self.assertEqual(calendar.total,
                                 int(self.totals[year]["working_days"]))

    def test_hours_prove_the_short_days(self):
        for year, calendar in self.years.items():
            with self.subTest(year=year):
                self.assertTrue(all(map(calendar.works, calendar.short)))
                self.assertEqual(8 * calendar.count() - len(calendar.short),
                                 int(self.totals[year]["hours"]))

    def test_every_day_as_published(self):
        known = {}
        for row in table(CALENDAR / "ru-days.tsv"):
            day = datetime.date.fromisoformat(row["day"])
            known.setdefault(row["kind"], set()).add(day)
        for year, calendar in self.years.items():
            for day in calendar.days():
                works = day.weekday() < 5 and day not in known["off"]
                works = works or day in known["on"]
                self.assertEqual(calendar.works(day), works, day)
                self.assertEqual(day in calendar.short,
                                 day in known["short"], day)

    def test_carried_days_and_working_weekends(self):
        for year, calendar in self.years.items():
            row = self.totals[year]
            with self.subTest(year=year):
                self.assertEqual([f"{day:%m-%d}"
                                  for day in sorted(calendar.carried)],
                                 month_list(row["carried"]))
                self.assertEqual([f"{day:%m-%d}" for day in calendar.days()
                                  if day.weekday() >= 5
                                  and calendar.works(day)],
                                 month_list(row["working_weekends"]))

    def test_every_holiday_is_off(self):
        for calendar in self.years.values():
            self.assertEqual(len(calendar.holidays), 14)
            for day in calendar.holidays:
                self.assertFalse(calendar.works(day), day)

    def test_moves_leave_a_day_off_for_a_worked_day(self):
        for calendar in self.years.values():
            for source, target in calendar.moves:
                self.assertTrue(calendar.off_before_moves(source), source)
                self.assertFalse(calendar.off_before_moves(target), target)

    def test_a_decree_is_named_whole_or_not_at_all(self):
        for year, data in self.files.items():
            if year in (2020, 2021):    # number not confirmed
                self.assertNotIn("decree", data)
                continue
            self.assertRegex(data["decree"]["number"], r"^\d+$")
            signed = datetime.date.fromisoformat(data["decree"]["date"])
            self.assertEqual(signed.year, year - 1)

    def test_overlay_of_the_presidents_days(self):
        overlay = load(RULES / "calendar-ru-presidential.yaml")
        self.assertEqual(overlay["over"], "ru")
        off = set()
        for entry in overlay["days_off"]:
            first, _, last = entry["date"].partition("..")
            day = datetime.date.fromisoformat(first)
            while day <= datetime.date.fromisoformat(last or first):
                off.add(day)
                day += DAY
        for year in (2020, 2021):
            calendar = self.years[year]
            left = sum(calendar.works(day) and day not in off
                       for day in calendar.days())
            self.assertEqual(left, int(self.totals[year]["presidential"]))


ROADMAP_KEYS = set("""roadmap in_force rules title order supervisor accept
    remind report shift timezone language calendar year school_year schedules
    amendments note""".split())
RULE_KEYS = set("""item title when responsible result section short cite
    counted interpretation schedule dates supervisor accept remind shift
    note""".split())
BODY_KEYS = set("""name short also email webhook members part_of language
    salutation deputy contacts""".split())
RESULT_KINDS = {"document", "file", "link", "text", "yes-no", "number",
                "percent"}
INITIALS = re.compile(r"\b[А-ЯЁ]\. ?[А-ЯЁ]\.")
ADDRESS = re.compile(r"[^\s,\[\]{}]+@[^\s,\[\]{}]+")


def rows(roadmap):
    """The rules of a roadmap with what their heading gives them."""
    heading = {}
    for entry in roadmap["rules"]:
        if "item" not in entry:
            heading = entry
            continue
        if "section" in entry:
            heading = {}
        yield {**heading, **entry}


def added_rows(roadmap):
    for amendment in as_list(roadmap.get("amendments")):
        for entry in as_list(amendment.get("add")):
            if isinstance(entry, dict):
                yield entry


class Roadmaps(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.files = {}
        for path in sorted(RULES.glob("*.yaml")):
            data = load(path)
            if "roadmap" in data:
                cls.files[path] = data
        cls.bodies = load(RULES / "bodies.yaml")["bodies"]

    def each_row(self):
        for path, roadmap in self.files.items():
            for row in [*rows(roadmap), *added_rows(roadmap)]:
                yield f"{path.name} item {row['item']}", row

    def test_all_orders_are_shipped(self):
        self.assertEqual({path.stem for path, roadmap in self.files.items()
                          if "order" in roadmap},
                         {path.stem for path in ORDERS.glob("*.tsv")})
        self.assertIn(RULES / "perpetual.yaml", self.files)

    def test_file_is_named_after_its_roadmap(self):
        for path, roadmap in self.files.items():
            self.assertEqual(path.stem, roadmap["roadmap"])

    def test_keys(self):
        for path, roadmap in self.files.items():
            with self.subTest(file=path.name):
                self.assertLessEqual(set(roadmap), ROADMAP_KEYS)
                for entry in roadmap["rules"]:
                    self.assertLessEqual(set(entry), RULE_KEYS)
        for body in self.bodies.values():
            self.assertLessEqual(set(body), BODY_KEYS)

    def test_items_and_terms_are_the_orders(self):
        compared = 0
        for path, roadmap in self.files.items():
            source = ORDERS / f"{roadmap['roadmap']}.tsv"
            if "order" not in roadmap:      # not from an order
                continue
            with self.subTest(file=path.name):
                self.assertEqual(
                    [(row["item"], row["when"]) for row in rows(roadmap)],
                    [(row["item"], row["term"]) for row in table(source)])
                compared += 1
        self.assertEqual(compared, 5)

    def test_titles_are_our_own(self):
        for roadmap in self.files.values():
            if "order" not in roadmap:
                continue
            known = {row["item"]: row["title"] for row
                     in table(ORDERS / f"{roadmap['roadmap']}.tsv")}
            for row in rows(roadmap):
                if len(known[row["item"]].split()) > 4:
                    self.assertNotIn(known[row["item"]], texts(row["title"]))

    def test_rows_are_whole(self):
        for where, row in self.each_row():
            with self.subTest(where):
                self.assertTrue(row["when"])
                self.assertTrue(row["responsible"])
                for text in texts(row["title"]):
                    self.assertLessEqual(len(text), 90, text)
                for text in texts(row.get("short", "")):
                    self.assertLessEqual(len(text), 24, text)
                self.assertIn(len(as_list(row.get("counted"))), (0, 3))

    def test_results_have_a_kind(self):
        for where, row in self.each_row():
            with self.subTest(where):
                for result in as_list(row.get("result")):
                    if isinstance(result, dict):
                        kinds = set(result) & RESULT_KINDS
                        self.assertEqual(len(kinds), 1, result)
                        self.assertLessEqual(set(result) - kinds,
                                             {"unit", "required"})

    def test_what_is_settled_says_by_whom_and_why(self):
        for where, row in self.each_row():
            if "interpretation" in row:
                with self.subTest(where):
                    decision = row["interpretation"]
                    self.assertIn(decision["by"], self.bodies)
                    self.assertTrue(all(texts(decision["why"])))

    def test_responsible_bodies(self):
        for where, row in self.each_row():
            with self.subTest(where):
                lead, *others = as_list(row["responsible"])
                how, _, name = lead.rpartition(" ")
                self.assertIn(how, ("", "each", "any"))
                self.assertIn(name, self.bodies)
                self.assertEqual("members" in self.bodies[name], how != "",
                                 "only a group leads with each or any")
                for other in others:
                    self.assertIn(other.removeprefix("each "), self.bodies)

    def test_named_bodies_exist(self):
        for path, roadmap in self.files.items():
            with self.subTest(file=path.name):
                named = as_list(roadmap.get("supervisor"))
                named += [roadmap["order"]["by"]] if "order" in roadmap else []
                named += [schedule["owner"] for schedule
                          in roadmap.get("schedules", {}).values()
                          if "owner" in schedule]
                for name in named:
                    self.assertIn(name, self.bodies)

    def test_schedules_exist_and_are_used(self):
        for path, roadmap in self.files.items():
            with self.subTest(file=path.name):
                used = {row["schedule"] for row in rows(roadmap)
                        if "schedule" in row}
                self.assertEqual(used, set(roadmap.get("schedules", {})))

    def test_amendments_speak_of_rows_that_stand(self):
        for path, roadmap in self.files.items():
            items = {row["item"] for row in rows(roadmap)}
            for amendment in as_list(roadmap.get("amendments")):
                with self.subTest(file=path.name):
                    named = [entry for entry in as_list(amendment.get("add"))
                             if isinstance(entry, str)]
                    named += list(amendment.get("change", {}))
                    named += as_list(amendment.get("repeal"))
                    self.assertLessEqual(set(named), items)

    def test_bodies_can_be_reached(self):
        for name, body in self.bodies.items():
            with self.subTest(body=name):
                self.assertTrue(body["name"])
                for other in [*as_list(body.get("members")),
                              *as_list(body.get("part_of")),
                              *as_list(body.get("deputy"))]:
                    self.assertIn(other, self.bodies)
                    self.assertNotEqual(other, name)
                if "members" in body:
                    for member in body["members"]:
                        self.assertIn("email", self.bodies[member])
                else:
                    self.assertTrue(body["email"])

    def test_addresses_are_invented_and_used_once(self):
        seen = set()
        for path in [*RULES.glob("*.yaml"), *ORDERS.glob("*")]:
            for address in ADDRESS.findall(path.read_text(encoding="utf-8")):
                self.assertRegex(address, r"^[a-z0-9-]+@[a-z]+\.example$")
                self.assertNotIn(address, seen)
                seen.add(address)
        self.assertTrue(seen)

    def test_no_person_is_named(self):
        for path in [*RULES.glob("*.yaml"), *ORDERS.glob("*")]:
            with self.subTest(file=path.name):
                self.assertIsNone(INITIALS.search(
                    path.read_text(encoding="utf-8")))

    def test_no_look_alikes_or_hidden_spaces(self):
        mixed = re.compile(r"[a-zA-Z][а-яёА-ЯЁ]|[а-яёА-ЯЁ][a-zA-Z]")
        for path in RULES.glob("*.yaml"):
            with self.subTest(file=path.name):
                text = path.read_text(encoding="utf-8")
                self.assertIsNone(mixed.search(text))
                self.assertNotRegex(text, "[\t\r\u00a0\u00ad\u200b]")

    def test_strezhevoy_speaks_english_too(self):
        roadmap = self.files[RULES / "strezhevoy-2021.yaml"]
        self.assertEqual(set(roadmap["title"]), {"ru", "en"})
        used = set(as_list(roadmap["supervisor"]))
        for row in rows(roadmap):
            self.assertEqual(set(row["title"]), {"ru", "en"})
            self.assertEqual(set(row["short"]), {"ru", "en"})
            used |= {name.rpartition(" ")[2]
                     for name in as_list(row["responsible"])}
        for name in used:
            self.assertEqual(set(self.bodies[name]["name"]), {"ru", "en"})


if __name__ == "__main__":
    unittest.main()
