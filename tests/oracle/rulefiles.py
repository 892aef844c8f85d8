"""What rule files say (rule-files.md): rows, wordings, bodies, policies.

Every value is text here, as the files mean it; the windows of a term are not
computed in this file.
"""

import datetime
import pathlib
import re

import yaml

from workdays import day

ALWAYS = (datetime.date.min, datetime.date.max)
UNITS = {"day": "d", "week": "w", "month": "m", "year": "y",
         "working day": "wd"}


class Duration:
    """`3 working days`: how many, of what."""

    def __init__(self, text):
        m = re.fullmatch(r"(\d+) (working day|day|week|month|year)s?", text)
        if not m:
            raise ValueError(f"duration: {text}")
        self.count, self.unit = int(m[1]), m[2]
        self.name = f"{self.count}{UNITS[self.unit]}"


class Policy:
    """`remind` (§6 of rule-files.md): who is reminded of what."""

    def __init__(self, *layers):
        """The first layer that has a key decides it; `none` has them all."""
        known = {"opens": "true", "half": "true", "pace": "true",
                 "due": "false", "closed": "true", "late": "every 7 days",
                 "escalate": "after 3 working days",
                 "before": ["30 days", "7 days", "1 day"]}
        nothing = {"opens": "false", "half": "false", "pace": "false",
                   "due": "false", "closed": "false", "late": "none",
                   "escalate": "none", "before": []}
        for layer in reversed(layers):
            if layer == "none":
                known = dict(nothing)
            elif layer:
                known.update(layer)
        for name in ("opens", "half", "pace", "due", "closed"):
            setattr(self, name, known[name] == "true")
        before = known["before"]
        if isinstance(before, str):
            before = [] if before == "none" else [before]
        self.before = [Duration(text) for text in before]
        self.late = None if known["late"] == "none" else \
            Duration(known["late"].removeprefix("every "))
        self.escalate = None if known["escalate"] == "none" else \
            Duration(known["escalate"].removeprefix("after "))


class Contact:
    """A desk, and who sits there from when to when."""

    def __init__(self, cells):
        self.emails = listed(cells.get("email"))
        self.first = day(cells["from"]) if "from" in cells else ALWAYS[0]
        self.last = day(cells["to"]) if "to" in cells else ALWAYS[1]
        self.away = [spans(text) for text in listed(cells.get("away"))]
        self.deputy = cells.get("deputy")


class Body:
    def __init__(self, name, cells):
        self.id = name
        self.emails = listed(cells.get("email"))
        self.contacts = [Contact(c) for c in listed(cells.get("contacts"))]
        self.deputy = cells.get("deputy")
        self.members = []       # (id, first day, last day)
        for m in listed(cells.get("members")):
            if isinstance(m, str):
                self.members.append((m, *ALWAYS))
            else:
                self.members.append((m["body"],
                                     day(m["from"]) if "from" in m
                                     else ALWAYS[0],
                                     day(m["to"]) if "to" in m
                                     else ALWAYS[1]))

    def __repr__(self):
        return self.id


def listed(value):
    if value is None:
        return []
    return list(value) if isinstance(value, list) else [value]


class Wording:
    """A row's cells while they hold: first..last are the days on which a
    window of it may fall due."""

    def __init__(self, cells, first, last, heading, roadmap):
        self.first, self.last = first, last
        self.when = cells.get("when", heading.get("when"))
        who = listed(cells.get("responsible", heading.get("responsible")))
        self.each = [w[5:] for w in who if w.startswith("each ")]
        self.any = [w[4:] for w in who if w.startswith("any ")]
        self.others = [w for w in who if not w.startswith(("each ", "any "))]
        self.policy = Policy(cells.get("remind"), heading.get("remind"),
                             roadmap.get("remind"))
        self.supervisors = listed(cells.get(
            "supervisor", roadmap.get("supervisor")))
        accept = cells.get("accept", roadmap.get("accept"))
        self.accept = None if accept == "none" else accept
        self.shift = cells.get("shift", roadmap.get("shift", "before"))
        self.schedule = cells.get("schedule")
        self.dates = [spans(text) for text in listed(cells.get("dates"))]
        self.read = (cells.get("interpretation") or {}).get("read")


def spans(text):
    first, _, last = text.partition("..")
    return day(first), day(last or first)


class Rule:
    """A row under its inner id: all its wordings, in order."""

    def __init__(self, item):
        self.item = item        # the number that it has in the end
        self.items = [item]     # every number that it ever had
        self.numbered = [ALWAYS[0]]     # and since when it had each
        self.wordings = []
        self.added = self.repealed = None

    def number_on(self, d):
        return [item for item, since in zip(self.items, self.numbered)
                if since <= d][-1]

    def wording_on(self, d):
        for w in self.wordings:
            if w.first <= d <= w.last:
                return w
        return None


class Roadmap:
    def __init__(self, cells, bodies):
        self.id = cells["roadmap"]
        self.bodies = bodies
        self.year = cells.get("year", "calendar")
        self.school_year = cells.get("school_year")
        self.calendar = cells.get("calendar", "ru")
        self.order_by = (cells.get("order") or {}).get("by")
        force = cells["in_force"]
        self.begins = day(force["from"])
        self.ends = day(force["to"]) if "to" in force else None
        self.schedules = cells.get("schedules") or {}
        self.rules = []
        self._read_rows(cells)

    def rule(self, item):
        for rule in self.rules:
            if item in rule.items:
                return rule
        raise KeyError(item)

    def _read_rows(self, cells):
        amendments = listed(cells.get("amendments"))
        heading, history = {}, {}       # item -> [(cells, from day)]
        order, headings = [], {}
        for row in cells["rules"]:
            if "item" not in row:
                heading = row
                continue
            if "section" in row:
                heading = {}
            item = row["item"]
            order.append(item)
            headings[item] = heading
            history[item] = [(row, ALWAYS[0])]
        rules = {item: Rule(item) for item in order}
        for a in amendments:
            since = day(a.get("from") or a["order"]["date"])
            for added in listed(a.get("add")):
                if isinstance(added, dict):
                    item = added["item"]
                    order.append(item)
                    rules[item] = Rule(item)
                    headings[item] = {}
                    history[item] = [(added, ALWAYS[0])]
                else:
                    item = added
                rules[item].added = since
            for item, new in (a.get("change") or {}).items():
                old = dict(history[item][-1][0])
                if new and "when" in new:       # a decision was on its words
                    old.pop("interpretation", None)
                history[item].append(({**old, **(new or {})}, since))
            for item in listed(a.get("repeal")):
                rules[item].repealed = since
            for old, new in (a.get("renumber") or {}).items():
                rule = rules[new] = rules.pop(old)
                rule.item = new
                rule.items.append(new)
                rule.numbered.append(since)
                history[new] = history.pop(old)
                headings[new] = headings.pop(old)
                order[order.index(old)] = new
        for item in order:
            rule, steps = rules[item], history[item]
            for i, (row, since) in enumerate(steps):
                until = ALWAYS[1] if i + 1 == len(steps) else \
                    steps[i + 1][1] - datetime.timedelta(days=1)
                rule.wordings.append(Wording(row, since, until,
                                             headings[item], cells))
            self.rules.append(rule)


def load(path):
    """A file, every value as text; by libyaml where it is there."""
    return yaml.load(pathlib.Path(path).read_text(encoding="utf-8"),
                     getattr(yaml, "CBaseLoader", yaml.BaseLoader))


def read(directory):
    """All roadmaps of a directory, with the bodies that they name."""
    loaded = [load(path)
              for path in sorted(pathlib.Path(directory).glob("*.yaml"))]
    bodies = {}
    for cells in loaded:
        for name, body in (cells.get("bodies") or {}).items():
            bodies[name] = Body(name, body)
    return [Roadmap(cells, bodies) for cells in loaded if "roadmap" in cells]
