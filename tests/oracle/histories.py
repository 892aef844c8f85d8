"""Random logs: what people might do with a roadmap in its years.

Everything comes from one seed. A log is a list of lines of the CSV that
`srokctl simulate --log` reads, as dicts.
"""

import datetime
import random

import obligations as duty
from workdays import DAY, day, plus

HOURS = ["", "", "", "T08:30", "T09:00", "T10:15", "T17:45"]


class History:
    def __init__(self, roadmap, source, first, last, seed, busy=0.7):
        self.random = random.Random(f"{roadmap.id} {seed}")
        self.roadmap, self.source = roadmap, source
        self.first, self.last = first, last
        self.busy = busy
        self.lines = []

    def add(self, at, kind, pair=None, *, date="", window="", ref="",
            body=None):
        """A line, if its day lies in the span; its id, or None."""
        if not self.first <= at <= self.last:
            return None
        line = {"id": f"e{len(self.lines) + 1}", "kind": kind,
                "at": at.isoformat() + self.random.choice(HOURS),
                "date": str(date), "window": str(window), "ref": ref,
                "note": ""}
        if pair:
            line["rule"] = f"{self.roadmap.id}/{pair.rule.item}"
            line["body"] = body or pair.body
        self.lines.append(line)
        return line["id"]

    def some(self, chance):
        return self.random.random() < chance

    def around(self, d, before, after):
        return plus(d, self.random.randint(-before, after))

    def log(self):
        pairs = duty.pairs(self.roadmap, self.source)
        outside = {}
        for pair in pairs:
            term = self.source(self.roadmap, pair.rule.wordings[-1])
            if term.outside == "schedule":
                outside.setdefault(pair.rule.items[0], pair)
            elif term.outside == "request":
                self.requests(pair)
            elif term.rolling:
                self.rolls(pair, term.rolling)
            for window, _ in pair.standing_windows:
                if self.some(self.busy):
                    self.deal_with(pair, window)
        for pair in outside.values():
            self.schedules(pair)
        # At one instant the file's order is the log's.
        return sorted(self.lines, key=lambda line: int(line["id"][1:]))

    # --- what can be done about a window --------------------------------

    def deal_with(self, pair, window):
        acts = [(self.in_time, 6), (self.early, 1), (self.late, 3),
                (self.twice, 1), (self.partly, 2), (self.taken_back, 2),
                (self.waived, 1), (self.extended, 2), (self.promised, 2),
                (self.many, 4 if window.min > 1 else 0)]
        act = self.random.choices([a for a, _ in acts],
                                  [n for _, n in acts])[0]
        act(pair, window)

    def done(self, pair, window, date, kind="done", delay=None,
             judged=True):
        """A deed of a day, entered then or some days later."""
        if delay is None:
            delay = self.random.choice([0, 0, 0, 1, 3, 10])
        named = window.due if self.some(0.3) else ""
        entry = self.add(plus(date, delay), kind, pair, date=date,
                         window=named)
        if entry and judged and kind == "done" and \
                pair.rule.wordings[0].accept:
            self.judged(pair, window, entry, plus(date, delay), named)
        return entry

    def judged(self, pair, window, entry, handed_in, named):
        """The controller accepts, is silent, or sends back."""
        at = self.around(handed_in, -1, 25)
        if self.some(0.4):
            verdict = self.add(at, "accept", ref=entry)
            if verdict and self.some(0.3):
                kind, ref = self.random.choice([("return", entry),
                                                ("void", verdict)])
                self.add(self.around(at, -1, 20), kind, ref=ref)
        elif self.some(0.6):
            self.add(at, "return", ref=entry)
            if self.some(0.7):
                again = self.around(at, -1, 20)
                entry = self.add(again, "done", pair, date=again,
                                 window=named)
                if entry and self.some(0.6):
                    self.add(self.around(again, -1, 25), "accept",
                             ref=entry)

    def within(self, window):
        return plus(window.start, self.random.randint(
            0, (window.due - window.start).days))

    def in_time(self, pair, window):
        return self.done(pair, window, self.within(window))

    def early(self, pair, window):
        self.done(pair, window, self.around(window.start, 40, -1))

    def late(self, pair, window):
        return self.done(pair, window, self.around(window.due, -1, 90))

    def twice(self, pair, window):
        self.in_time(pair, window)
        self.in_time(pair, window)

    def many(self, pair, window):
        for _ in range(self.random.randint(1, window.min + 2)):
            self.in_time(pair, window)

    def partly(self, pair, window):
        self.done(pair, window, self.within(window), "partly")
        if self.some(0.5):
            self.late(pair, window)

    def taken_back(self, pair, window):
        date = self.around(window.due, 20, 20)
        entry = self.done(pair, window, date, delay=0, judged=False)
        if entry:
            back = self.around(date, -1, 30)
            undone = self.add(back, "void", ref=entry)
            if undone and self.some(0.2):
                self.add(self.around(back, -1, 20), "void", ref=undone)
            elif self.some(0.5):
                self.done(pair, window, self.around(back, 0, 30))

    def waived(self, pair, window):
        entry = self.add(self.around(window.due, 40, 40), "waive", pair,
                         window=window.due)
        if entry and self.some(0.3):
            at = day(self.lines[-1]["at"][:10])
            self.add(self.around(at, -1, 20), "void", ref=entry)

    def extended(self, pair, window):
        at = self.around(window.due, 30, 20)
        until = plus(max(at, window.due), self.random.randint(1, 60))
        if self.roadmap.ends:
            until = min(until, self.roadmap.ends)
        if until <= window.due:
            return
        entry = self.add(at, "extend", pair, date=until, window=window.due)
        if not entry:
            return
        names = {"": datetime.date.min, until: plus(at, 1)}     # from when on
        if self.some(0.2):
            self.add(self.around(at, -1, 20), "void", ref=entry)
        elif self.some(0.3):
            names |= self.extended_again(pair, at, until)
        if self.some(0.6):
            when = self.around(until, 20, 20)
            self.add(when, "done", pair, date=when, window=self.random.choice(
                [name for name in names if names[name] <= when]))

    def extended_again(self, pair, at, until):
        """By the DUE that it has by now."""
        later = plus(until, self.random.randint(1, 40))
        at = self.around(at, -1, 30)
        if later <= (self.roadmap.ends or later) and \
                self.add(at, "extend", pair, date=later, window=until):
            return {later: plus(at, 1)}
        return {}

    def promised(self, pair, window):
        at = self.around(window.due, 20, 20)
        until = plus(at, self.random.randint(1, 30))
        self.add(at, "promise", pair, date=until, window=window.due)
        if self.some(0.5):
            self.add(self.around(until, 5, 10), "done", pair)

    def rolls(self, pair, months):
        """One deed after another; what is decided names the window that the
        one before has opened."""
        at = plus(self.first, self.random.randint(-5, 100))
        while at <= self.last:
            date = plus(at, -self.random.choice([0, 0, 2, 9]))
            entry = self.add(at, self.random.choices(
                ["done", "partly"], [5, 1])[0], pair, date=date)
            opened = pair.windows([duty.Entry(1, at, "done", date=date)])
            step = self.random.randint(1, 45 * months)
            if entry and self.lines[-1]["kind"] == "done":
                if self.some(0.2):
                    self.add(plus(at, 1), "void", ref=entry)
                elif self.some(0.4):
                    self.decide(pair, opened[-1][0].due, plus(
                        at, self.random.randint(1, step)))
            at = plus(at, step)

    def decide(self, pair, due, at):
        kind = self.random.choice(["waive", "extend", "promise"])
        until = plus(max(at, due), self.random.randint(1, 40))
        if kind == "extend" and self.roadmap.ends:
            until = min(until, self.roadmap.ends)
        self.add(at, kind, pair, window=due,
                 date="" if kind == "waive" else until)

    # --- what comes from outside ----------------------------------------

    def schedules(self, pair):
        for year in range(self.first.year, self.last.year + 1):
            for _ in range(self.random.choice([0, 1, 1, 2])):
                start = datetime.date(year, 1, 1) + DAY * \
                    self.random.randint(0, 360)
                due = plus(start, self.random.choice([0, 4, 20, 70]))
                at = self.around(start, 60, 20)
                if due > (self.roadmap.ends or due):
                    continue
                entry = self.add(at, "schedule", pair, body=None,
                                 date=f"{start}..{due}")
                if entry:
                    self.lines[-1]["body"] = ""
                    if self.some(0.5) and self.is_owed(pair, start, due):
                        self.done(pair, duty.Window(start, due),
                                  max(plus(at, 1), self.around(due, 10, 20)))

    def is_owed(self, pair, start, due):
        """Does the body owe a window of these dates? A member may have left
        before them."""
        entry = duty.Entry(1, None, "schedule", pair.rule, "")
        entry.date, entry.until = start, due
        return any(window.due == due for window, _ in pair.windows([entry]))

    def requests(self, pair):
        for _ in range(self.random.randint(0, 6)):
            at = plus(self.first, self.random.randint(
                0, (self.last - self.first).days))
            entry = self.add(at, "request", pair,
                             date=self.around(at, 3, 0))
            if entry and self.some(0.7):
                self.add(self.around(at, 0, 45), "done", pair)


def log(roadmap, source, first, last, seed):
    return History(roadmap, source, first, last, seed).log()
