"""What is owed, by whom, and how it stands on a morning (§5).

A pair is a rule and a body that owes it. It has windows: those of the term,
of the schedules that were entered and of the requests that were logged. The
entries of the log are placed in windows; count and day give the state.
"""

import collections
import dataclasses
import datetime

from rulefiles import ALWAYS
from workdays import DAY, plus, plus_months

FAR = datetime.date.max


@dataclasses.dataclass
class Window:
    start: datetime.date
    due: datetime.date
    min: int = 1
    max: int | None = None
    deadline: bool = False      # worded «до D»: it opens a month before DUE
    whole: object = None        # as it was before it was cut
    period: str = ""            # of which each has one: "month", "after year"

    @property
    def of(self):
        """The calendar period that it is the window of, or None."""
        whole = self.whole or self
        return (whole.period, whole.start) if whole.period else None


@dataclasses.dataclass
class Term:
    """What a term cell means: windows, or where they come from."""
    outside: str = ""           # "", "schedule" or "request"
    yearly: bool = False        # one schedule a year
    within: object = None       # of a request: a Duration
    rolling: int = 0            # months, counted from the last deed
    windows: list = dataclasses.field(default_factory=list)


@dataclasses.dataclass
class Entry:
    """A line of the log. `at` is its instant in the roadmap's zone."""
    id: int
    at: datetime.datetime
    kind: str
    rule: object = None
    body: str = ""
    date: datetime.date = None          # the deed's own day
    until: datetime.date = None         # of an extension, a promise, a span
    window: datetime.date = None        # by its DUE
    ref: int = 0

    @property
    def day(self):
        return self.at.date()


@dataclasses.dataclass
class Obligation:
    pair: object
    window: Window              # START, the order's DUE, MIN and MAX
    due: datetime.date          # as decided last
    wording: object
    effective: datetime.date = None
    last: datetime.date = None
    since: datetime.date = datetime.date.min    # reminders begin anew here
    entries: list = dataclasses.field(default_factory=list)
    done: int = 0
    met_on: datetime.date = None
    waived: bool = False
    extended: bool = False
    dues: set = dataclasses.field(default_factory=set)  # all that held
    names: set = dataclasses.field(default_factory=set) # and were taken back
    promised: datetime.date = None
    next_start: datetime.date = FAR
    ends: datetime.date = FAR           # of what it is a part of
    missed_from: datetime.date = FAR
    known: datetime.date = datetime.date.min    # the baseline of its wording

    rests_from: datetime.date = FAR     # set by notices.py, as what follows
    ended: bool = False
    rows: dict = dataclasses.field(default_factory=dict)

    # Counted, and handed in but not yet accepted.
    counted: list = dataclasses.field(default_factory=list)
    submitted: list = dataclasses.field(default_factory=list)
    # Entries that sent a deed back, and the deeds.
    returns: list = dataclasses.field(default_factory=list)
    sent_back: dict = dataclasses.field(default_factory=dict)

    @property
    def length(self):
        return (self.due - self.window.start).days + 1

    @property
    def met(self):
        return self.met_on is not None

    @property
    def settled(self):
        return self.waived or self.met

    def state(self, today):
        if self.met:            # a deed remains one, waived or not
            return "met late" if self.met_on > self.last else "met"
        if self.waived:
            return "waived"
        if self.submitted and len(self.submitted) + self.done >= \
                self.window.min:
            return "submitted"
        if today < self.window.start:
            return "upcoming"
        if today <= self.last:
            return "open"
        if self.window.min == 0:
            return "met"        # a cap is no duty: never late
        return "missed" if today >= self.missed_from else "late"

    @property
    def rework(self):
        """The return that nobody has answered on a later day."""
        if not self.returns:
            return None
        back = max(self.returns, key=lambda e: e.id)
        later = [e for e in self.counted + self.submitted
                 if e.day > back.day]
        return None if later else back

    def wanted(self, today):
        """A quota's pace on the morning of a day, floor(MIN·gone/days)."""
        gone = (today - self.window.start).days
        return self.window.min * max(0, min(gone, self.length)) // self.length

    def marks(self, today):
        marks = set()
        state = self.state(today)
        if state == "open" and self.window.min > 1 \
                and len(self.counted) < self.wanted(today):
            marks.add("behind")
        if state == "open" and self.window.min == 1 and self.length > 60 \
                and not self.entries \
                and 2 * (today - self.window.start).days >= self.length:
            marks.add("behind")
        if self.window.max is not None and self.done > self.window.max:
            marks.add("over")
        if self.extended:
            marks.add("extended")
        if self.promised and today <= self.promised and \
                state in ("upcoming", "open", "late", "missed"):
            marks.add("promised")
        if self.window.min == 0:
            marks.add("cap")
        return marks


def share(count, inside, days):
    """max(1, round-half-up(N·days inside/days)); a cap of none stays 0."""
    if count is None or count == 0:
        return count
    return max(1, (2 * count * inside + days) // (2 * days))


def cut(window, first, last=FAR, count=True):
    """The part of a window within first..last, its count prorated."""
    start, due = max(window.start, first), min(window.due, last)
    if start > due:
        return None
    whole = window.whole or window
    inside, days = (due - start).days + 1, \
        (whole.due - whole.start).days + 1
    least, most = window.min, window.max
    if count and inside != days:    # once, however often it is cut
        least, most = share(whole.min, inside, days), \
            share(whole.max, inside, days)
    return Window(start, due, least, most, window.deadline, whole)


def effective_day(window_start, due, shift, calendar):
    """§3.10 and §5: never before START."""
    if shift == "keep" or calendar.works(due):
        return due
    if shift == "after":
        return calendar.on_or_after(due)
    return max(window_start, calendar.on_or_before(due))


def leaves(roadmap, name, first=ALWAYS[0], last=ALWAYS[1]):
    """The bodies behind a name: itself, or a group's members to the bottom,
    each with the days from joining to leaving."""
    body = roadmap.bodies[name]
    if not body.members:
        return [(name, first, last)]
    found = []
    for member, since, until in body.members:
        found += leaves(roadmap, member, max(first, since), min(last, until))
    return found


class Pair:
    """A rule and who owes it."""

    def __init__(self, roadmap, rule, body, source):
        self.roadmap, self.rule, self.body = roadmap, rule, body
        self.source = source
        self.own = False        # its own entries alone meet it (`each`)
        self.group = None       # the group that it is a member of
        self.standing_windows = []
        for wording in rule.wordings:
            stays = self._stays(wording)
            if stays:
                taken = []
                for window in source(roadmap, wording).windows:
                    self._take(window, wording, stays, taken)
                self.standing_windows += [
                    (window, wording) for window, wording in taken
                    if not self._had(window, wording, stays)]

    def _stays(self, wording):
        """From when to when the body owes what a wording asks; None: it does
        not owe it at all."""
        if wording.each:
            for group in wording.each:
                for name, since, until in leaves(self.roadmap, group):
                    if name == self.body:
                        self.own, self.group = True, group
                        return since, until
            return None
        return ALWAYS if self.body == lead(wording) else None

    def _had(self, window, wording, stays):
        """Its month (quarter, year …) had its term by the words before an
        amendment, when that term had come already: the first one stands for
        the first by the new words, the second for the second."""
        if not window.of:
            return False
        before = [old for old, _ in self.standing_windows
                  if old.of == window.of and old.due < wording.first]
        since = max(stays[0], self.rule.added or ALWAYS[0])
        own = [w.due for w in self.source(self.roadmap, wording).windows
               if w.of == window.of and since <= w.due <= window.due]
        return len(own) <= len(before)

    def owes(self, wording, today):
        stays = self._stays(wording)
        return stays is not None and stays[0] <= today <= stays[1]

    def _take(self, window, wording, stays, into):
        """A window of a wording, if it is one of this pair's."""
        if not wording.first <= window.due <= wording.last:
            return
        if self.rule.repealed and window.due >= self.rule.repealed:
            return
        if not stays[0] <= window.due <= stays[1]:
            return
        if self.rule.added:
            window = cut(window, self.rule.added)
        window = window and cut(window, stays[0])
        if window:
            into.append((window, wording))

    def ends(self, wording):
        """The last day of the validity: of the roadmap, of a row that is
        repealed, of a body's part in it."""
        last = self._stays(wording)[1]
        if self.roadmap.ends:
            last = min(last, self.roadmap.ends)
        if self.rule.repealed:
            last = min(last, plus(self.rule.repealed, -1))
        return last

    def windows(self, entries):
        """All windows in order of DUE; those of one DUE are one."""
        found = list(self.standing_windows)
        for wording in self.rule.wordings:
            stays = self._stays(wording)
            term = self.source(self.roadmap, wording)
            if not stays:
                continue
            if term.rolling:
                self._roll(term, entries, wording, stays, found)
            if not term.outside:
                continue
            for e in entries:
                if e.kind != term.outside:
                    continue
                if e.kind == "schedule":
                    window = Window(e.date, e.until)
                else:
                    window = Window(e.date, self._answer_by(e, term))
                window = cut(window, self.roadmap.begins,
                             self.roadmap.ends or FAR, count=False)
                if window:
                    self._take(window, wording, stays, found)
        merged = {}
        for window, wording in found:
            have = merged.get(window.due)
            if not have:
                merged[window.due] = (window, wording)
                continue
            old = have[0]
            merged[window.due] = (Window(
                min(old.start, window.start), window.due,
                max(old.min, window.min),
                None if None in (old.max, window.max)
                else max(old.max, window.max),
                old.deadline or window.deadline), have[1])
        return [merged[due] for due in sorted(merged)]

    def _roll(self, term, entries, wording, stays, into):
        """N months from the day on which it is owed first, and each deed
        opens the next window on the day after it: N months from the deed.
        What was sent back is none."""
        begins = max(self.roadmap.begins, self.rule.added or ALWAYS[0],
                     stays[0])
        windows = [Window(begins, plus(plus_months(begins, term.rolling),
                                       -1))]
        verdicts = {e.ref: e.kind for e in entries
                    if e.kind in ("accept", "return")}
        for date in {e.date for e in entries if e.kind == "done"
                     and verdicts.get(e.id) != "return"}:
            if date >= self.roadmap.begins:
                windows.append(Window(plus(date, 1),
                                      plus_months(date, term.rolling)))
        for window in windows:
            window = cut(window, self.roadmap.begins,
                         self.roadmap.ends or FAR)
            if window:
                self._take(window, wording, stays, into)

    def _answer_by(self, entry, term):
        """`within` counts from the day after the request."""
        within = term.within
        if within.unit == "working day":
            return CALENDAR().plus_working(entry.date, within.count)
        days = within.count * {"day": 1, "week": 7}[within.unit]
        return plus(entry.date, days)


_calendar = []


def CALENDAR():
    if not _calendar:
        from workdays import Calendar
        _calendar.append(Calendar())
    return _calendar[0]


def lead(wording):
    """Who the obligation is named by: of `any` the group."""
    return wording.any[0] if wording.any else \
        wording.others[0] if not wording.each else None


def pairs(roadmap, source):
    """Every rule with every body that ever owes it."""
    found = []
    for rule in roadmap.rules:
        bodies = []
        for wording in rule.wordings:
            if wording.each:
                bodies += [name for group in wording.each
                           for name, _, _ in leaves(roadmap, group)]
            else:
                bodies.append(lead(wording))
        for body in dict.fromkeys(bodies):
            found.append(Pair(roadmap, rule, body, source))
    return found


def concerns(pair, entry):
    """Whether an entry is about a pair. Its body is who owes the deed; that
    any of the responsible may do it is a matter of its author. Without a body
    it holds for all who owe the row."""
    return entry.rule is pair.rule and entry.body in ("", pair.body)


def by_due(obligations):
    found = collections.defaultdict(list)
    for ob in obligations:
        found[ob.due].append(ob)
    return found


def about(pair, entries):
    """The lines about a pair, and those about such lines."""
    found, ids = [], set()
    for e in entries:
        if e.ref in ids or concerns(pair, e) or shares_schedule(pair, e):
            found.append(e)
            ids.add(e.id)
    return found


def without_voided(entries):
    """What stands: a void takes an entry back, and a void of the void lets it
    stand again."""
    voided = set()
    for e in reversed(entries):
        if e.kind == "void" and e.id not in voided:
            voided.add(e.ref)
    return [e for e in entries if e.id not in voided and e.kind != "void"]


def named(obligations, due):
    """The window of that name: the one that the order ends on that day, else
    the one that a decision has moved there, else one that had it before."""
    for has in (lambda ob: ob.window.due == due, lambda ob: ob.due == due,
                lambda ob: due in ob.names):
        for ob in obligations:
            if has(ob):
                return ob
    return None


def decide(obligations, entries, live, calendar):
    """Extensions, waivers and promises, each about the window that it names.
    A DUE that was taken back is a name still: deeds may have used it."""
    for e in entries:
        ob = e.window and named(obligations, e.window)
        if not ob:
            continue
        if e.kind == "extend":
            ob.names.add(e.until)
            if e in live:
                ob.due, ob.extended = e.until, True
                ob.since = e.day + DAY
                ob.dues.add(e.until)
        elif e not in live:
            continue
        elif e.kind == "waive":
            ob.waived = True
        elif e.kind == "promise":
            ob.promised = e.until
    for ob in obligations:
        ob.effective = effective_day(ob.window.start, ob.due,
                                     ob.wording.shift, calendar)
        ob.last = max(ob.due, ob.effective)


def place(obligations, deeds):
    """Each deed in its window: those that name one first, the others in the
    order of the deed. Returns what no window takes."""
    left = []

    def unmet(ob):
        return not ob.waived and len(ob.counted) + len(ob.submitted) \
            < ob.window.min

    def put(ob, deed):
        if deed.returned:
            ob.returns.append(deed.returned)
            ob.sent_back[deed.returned.id] = deed.entry
            return
        ob.entries.append(deed.entry)
        if deed.counts:
            stands = deed.accepted or not ob.wording.accept
            (ob.counted if stands else ob.submitted).append(deed.entry)

    # The order in which one day was written down makes no difference: what
    # is accepted goes before what waits, and what does not count is placed
    # when all that counts has its window.
    deeds = sorted(deeds, key=lambda d: (d.entry.date, not d.accepted,
                                         d.entry.id))
    others = [d for d in deeds if not d.entry.window]
    for deed in [d for d in deeds if d.entry.window]:
        ob = named(obligations, deed.entry.window)
        if ob:
            put(ob, deed)
        else:
            left.append(deed.entry)
    obligations = sorted(obligations, key=lambda ob: ob.last)
    for deed in [d for d in others if d.counts] \
            + [d for d in others if not d.counts]:
        d = deed.entry.date
        holding = [ob for ob in obligations
                   if ob.window.start <= d <= ob.last]
        chosen = [ob for ob in holding if unmet(ob)] or holding
        if not chosen:
            before = [ob for ob in obligations if ob.last < d and unmet(ob)]
            chosen = before[-1:]
        if not chosen:
            ahead = [ob for ob in obligations
                     if d < ob.window.start <= plus(d, 30)]
            chosen = sorted(ahead, key=lambda ob: ob.window.start)[:1]
        if chosen:
            put(chosen[0], deed)
        else:
            left.append(deed.entry)
    return left


@dataclasses.dataclass
class Deed:
    entry: Entry
    counts: bool        # partly done is logged, and is not enough
    accepted: bool
    returned: Entry     # by this entry, for rework


def evaluate(pair, entries, calendar):
    """The obligations of a pair, as the entries about it make them that are
    known so far. Ordered by DUE; states are asked of them for a day."""
    live = without_voided(entries)
    windows = pair.windows(live)
    obligations = [Obligation(pair, w, w.due, wording)
                   for w, wording in windows]
    for ob in obligations:
        ob.ends = pair.ends(ob.wording)
        ob.dues, ob.names = {ob.due}, {ob.due}
    decide(obligations, entries, live, calendar)
    verdicts = {e.ref: e for e in live if e.kind in ("accept", "return")}
    deeds = []
    for e in live:
        if e.kind in ("done", "partly"):
            verdict = verdicts.get(e.id)
            back = verdict if verdict and verdict.kind == "return" else None
            deeds.append(Deed(e, e.kind == "done" and not back,
                              verdict is not None and not back, back))
    place(obligations, deeds)
    for ob in obligations:
        ob.done = len(ob.counted)
        if ob.window.min and ob.done >= ob.window.min:
            days = sorted(e.date for e in ob.counted)
            ob.met_on = days[ob.window.min - 1]
        # Schedules overlap; a window beside this one is not the next one.
        ob.next_start = min((other.window.start for other in obligations
                             if other.window.start > ob.window.due),
                            default=FAR)
    return obligations


def shares_schedule(pair, entry):
    """A schedule that has a name is one for all rows that share it."""
    if entry.kind != "schedule" or entry.rule is pair.rule:
        return False
    if entry.rule not in pair.roadmap.rules or \
            entry.body not in ("", pair.body):
        return False
    mine = pair.rule.wordings[-1].schedule
    return mine is not None and mine == entry.rule.wordings[-1].schedule
