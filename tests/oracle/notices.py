"""Who hears what on a morning (§6), one stage after another.

A recipient of an obligation has stages, each with its day. On a sending day
the latest stage whose day has come is said, unless it was said already.
"""

import collections
import dataclasses
import datetime

import obligations as duty
from reach import reach
from workdays import DAY, plus, plus_months

LEAD, OTHER, SUPERVISOR, CONTROLLER = \
    "lead", "other", "supervisor", "controller"


@dataclasses.dataclass(order=True)
class Stage:
    day: datetime.date
    rank: int                   # among those of one day, the nearer to DUE
    name: str
    ahead: bool = False         # it looks ahead, and can be dropped


def befores(ob, calendar):
    """`before:N`: the effective day less N, moved back to a working day."""
    found = []
    for d in ob.wording.policy.before:
        if d.unit == "working day":
            at = calendar.minus_working(ob.effective, d.count)
        elif d.unit == "month":
            at = plus_months(ob.effective, -d.count)
        else:
            at = plus(ob.effective,
                      -d.count * {"day": 1, "week": 7}[d.unit])
        found.append((calendar.on_or_before(at), d.name))
    return found


def opening(ob, calendar):
    """The first working day from START on; for «до D» from the later of START
    and a month before DUE."""
    base = ob.window.start
    if ob.window.deadline:
        base = max(base, plus_months(ob.due, -1))
    return calendar.on_or_after(base)


def late_days(ob, calendar, until, last=None):
    """late:1 on the first working day after the last day; then one interval
    after another up to late:4, then every fourth interval. The intervals are
    counted from the day of late:1: a holiday moves one letter, not the rhythm
    of those behind it."""
    step = ob.wording.policy.late
    if not step:
        return
    first = calendar.on_or_after(plus(last or ob.last, 1))
    number, intervals, at = 1, 0, first
    while at <= until:
        yield number, at
        intervals += 1 if number < 4 else 4
        number += 1
        if step.unit == "working day":
            at = calendar.plus_working(first, step.count * intervals)
        elif step.unit == "month":
            at = plus_months(first, step.count * intervals)
        else:
            at = plus(first, step.count * intervals
                      * {"day": 1, "week": 7}[step.unit])
        at = calendar.on_or_after(at)


def escalation_day(ob, k, calendar):
    """The first working day after the k-th term has wholly passed."""
    term = ob.wording.policy.escalate
    if term.unit == "working day":
        passed = calendar.plus_working(ob.last, term.count * k)
    else:
        passed = plus(ob.last, k * term.count
                      * {"day": 1, "week": 7}[term.unit])
    return calendar.on_or_after(plus(passed, 1))


def missed_from(ob, calendar):
    """From the next window's start or the end of the validity, but not before
    the first `late` and every escalation step had their day."""
    begins = ob.next_start
    if ob.ends < duty.FAR:
        begins = min(begins, plus(ob.ends, 1))
    policy = ob.wording.policy
    if policy.late:
        first = calendar.on_or_after(plus(ob.last, 1))
        begins = max(begins, plus(first, 1))
    if policy.escalate:
        for k in range(len(ob.wording.supervisors)):
            begins = max(begins, plus(escalation_day(ob, k + 1, calendar),
                                      1))
    return max(begins, plus(ob.last, 1))


def stages(ob, role, calendar, until, floor, step=0):
    """All stages of a recipient, with their days, in order. What lies before
    `floor`, the baseline, is not said, and so pushes nothing else aside."""
    return [s for s in all_stages(ob, role, calendar, until, floor, step)
            if s.day >= floor]


def all_stages(ob, role, calendar, until, floor, step):
    policy, found = ob.wording.policy, []
    if role == CONTROLLER:
        # At the pace of `late`, from the day on which it was handed in.
        handed_in = min(e.day for e in ob.submitted)
        return [Stage(at, 100 + number, f"accept:{number}") for number, at
                in late_days(ob, calendar, until, handed_in)]
    if role == SUPERVISOR:
        if policy.escalate:
            found.append(Stage(escalation_day(ob, step, calendar), 9,
                               f"escalate:{step}"))
        return found
    reminders = [r for r in befores(ob, calendar) if r[0] >= floor]
    opens = opening(ob, calendar) if policy.opens else None
    if opens and (opens < floor or any(plus(opens, -7) <= day <= opens
                                       for day, _ in reminders)):
        opens = None
    if opens:
        found.append(Stage(opens, 0, "opens", True))
        reminders = [(day, name) for day, name in reminders
                     if not opens < day <= plus(opens, 7)]
    # Of one day the shortest lead comes last.
    for i, (day, name) in enumerate(sorted(reminders,
                                           key=lambda r: r[0])):
        found.append(Stage(day, 2 + i, f"before:{name}", True))
    if role == LEAD:
        found += silences(ob, calendar, [day for day, _ in reminders])
        if policy.due and calendar.works(ob.effective):
            found.append(Stage(ob.effective, 50, "due"))
    for number, at in late_days(ob, calendar, until):
        found.append(Stage(at, 100 + number, f"late:{number}"))
    return sorted(found)


def silences(ob, calendar, reminders):
    """`half` and `pace`: for windows over 60 days, not within 7 days of a
    `before` or of the effective day, not when the count is there."""
    policy, n, least = ob.wording.policy, ob.length, ob.window.min
    if n <= 60:
        return []
    signs = []
    if least == 1 and policy.half and not ob.entries:
        signs.append((plus(ob.window.start, -(-n // 2)), "half"))
    if least > 1 and policy.pace:
        parts = least if least <= 4 else 4
        for k in range(1, parts):
            day = plus(ob.window.start, -(-n * k // parts))
            wanted = k if least <= 4 else least * k // 4
            if ob.done < wanted:
                signs.append((day, f"pace:{k}/{parts}"))
    found = []
    for day, name in signs:
        day = calendar.on_or_after(day)
        near = [r for r in reminders + [ob.effective]
                if abs((r - day).days) <= 7]
        if not near and day < ob.effective:
            found.append(Stage(day, 1, name, True))
    return found


class Said:
    """What was said of a subject: roadmap, item, body and DUE."""

    def __init__(self):
        self.stages = collections.defaultdict(set)  # (subject, address)
        self.last = collections.defaultdict(dict)   # subject -> who -> day
        self.asked = collections.defaultdict(dict)  # the same of `accept`
        self.rounds = collections.defaultdict(list)     # (round, day)
        self.ends = collections.defaultdict(list)   # (day, closed, …)
        self.late = collections.defaultdict(set)    # who heard that it is
        self.hearers = collections.defaultdict(list)    # in that order

    def add(self, subject, notice, address):
        day, stage, who = notice.date, notice.stage, notice.recipient
        self.stages[subject, address].add((who, stage))
        accept = stage.startswith("accept")
        last = (self.asked if accept else self.last)[subject]
        last["at", address] = last["to", who] = day
        if accept:
            _, _, number = stage.partition("/")
            self.rounds[subject].append((int(number or 1), day))
        if stage.startswith(("late", "escalate")):
            self.late[subject].add(who)
        if stage.startswith(("closed", "reopened")) and \
                (day, stage) not in self.ends[subject, who]:
            self.ends[subject, who].append((day, stage))
        if who not in self.hearers[subject]:
            self.hearers[subject].append(who)

    def recipients(self, subjects):
        return list(dict.fromkeys(
            who for subject in subjects for who in self.hearers[subject]))

    def heard(self, subjects, who):
        return any(who in self.late[subject] for subject in subjects)

    def history(self, subjects, who):
        """When he heard that it is closed, or open again."""
        return sorted(end for subject in subjects
                      for end in self.ends[subject, who])

    def knows(self, subjects, one, day, accept=False):
        """Something was said there on that day or later. A deputy is not told
        again what the one he stands in for was told."""
        said = self.asked if accept else self.last
        return any(
            said[subject].get(who, datetime.date.min) >= day
            for subject in subjects for who in (("at", one.address),
                                                ("to", one.absent)))

    def was_said(self, subject, one, stage):
        return (one.recipient, stage) in self.stages[subject, one.address]


def numbered(word, ends):
    """closed, closed:2, …"""
    times = sum(1 for _, name in ends if name.split(":")[0] == word)
    return word if not times else f"{word}:{times + 1}"


def came_back(ob, subjects, today, said, baseline):
    """A return is told to the lead once, on the first morning after it: he
    was left in peace meanwhile. Who was told on its own morning that it is
    open again, knows; unless the deed itself came later on that day."""
    back = ob.rework
    if not back or not baseline <= back.day < today:
        return False
    since = back.day if ob.sent_back[back.id].day < back.day \
        else plus(back.day, 1)
    return not any(day >= since and name.startswith("reopened")
                   for who in said.recipients(subjects)
                   for day, name in said.history(subjects, who))


def round_of(ob, subjects, said):
    """What is handed in after the controller was asked is a new question:
    accept:1, and accept:1/2 of the second round."""
    handed_in = min(e.day for e in ob.submitted)
    return 1 + max((number for subject in subjects
                    for number, day in said.rounds[subject]
                    if day <= handed_in), default=0)


def latest(ob, role, today, row):
    """The stage of a role whose day has come last, if it is to be said."""
    missed = duty.FAR if role == CONTROLLER else ob.missed_from
    if missed < duty.FAR and today >= plus(missed, 31):
        return None             # 31 days, that of missed_from is the first
    come = [s for s in row if s.day <= today and s.day < missed]
    if not come:
        return None
    stage = come[-1]
    promised = ob.promised and today <= ob.promised
    if promised and role != CONTROLLER and \
            not stage.name.startswith(("due", "escalate")):
        return None
    if stage.ahead and stage.day < today:
        following = [s for s in row if s.day > today]
        if following and following[0].day <= plus(today, 3):
            return None
    return stage


@dataclasses.dataclass
class View:
    """How an obligation stands, or those of a group's members together."""
    worst: duty.Obligation
    settled: bool
    submitted: bool         # nothing is left to do but to be accepted


def view_of(obs, today):
    """Of several the worst speaks: one without a promise, one that is not
    missed yet, the one that began first. What rests speaks for nobody who is
    spoken of still."""
    live = [ob for ob in obs if not ob.settled
            and ob.state(today) != "submitted"]
    spoken_of = [ob for ob in live if today < ob.rests_from]
    worst = min(spoken_of or live, default=obs[0], key=lambda ob: (
        ob.promised is not None and today <= ob.promised,
        today >= ob.missed_from, ob.window.start))
    return View(worst, all(ob.settled for ob in obs), not live)


@dataclasses.dataclass(frozen=True, order=True)
class Notice:
    date: datetime.date
    recipient: str
    stage: str
    roadmap: str
    item: str
    body: str
    due: str


class Course:
    """The mornings of one roadmap, from its baseline on. A load of its files
    begins a version: (day, roadmap, source of its terms, entries)."""

    def __init__(self, versions, calendar, last):
        self.versions, self.calendar, self.last = versions, calendar, last
        self.since = {}         # what was loaded -> the first day
        self.said = Said()
        self.told = set()       # (inner item, body, DUE) spoken of so far
        self.closed = set()     # those of them that were told as closed
        self.found = {}         # of the morning
        self.reached, self.reached_on = {}, None

    def load(self, today, roadmap, source, entries):
        self.roadmap, self.source = roadmap, source
        self.entries = sorted(entries, key=lambda e: (e.at, e.id))
        self.pairs = duty.pairs(roadmap, source)
        self.mine = {pair: duty.about(pair, self.entries)
                     for pair in self.pairs}
        self.known = {}         # pair -> (entries known, obligations)
        self.absences = any(body.contacts
                            for body in roadmap.bodies.values())
        self.baseline = self.first(today, "roadmap")
        for rule in roadmap.rules:
            for wording in rule.wordings:
                self.first(today, *self.asks(rule, wording))
                self.first(today, *self.policy(rule, wording))
        for pair in self.pairs:
            self.first(today, pair.rule.items[0], pair.body)

    # --- since when it is known -----------------------------------------

    def first(self, today, *what):
        return self.since.setdefault(what, today)

    def asks(self, rule, wording):
        return (rule.items[0], wording.first, wording.shift,
                str(wording.when), str(wording.read))

    def policy(self, rule, wording):
        p = wording.policy
        return (rule.items[0], "remind", p.opens, p.half, p.pace, p.due,
                p.closed, *(d and d.name for d in (
                    *p.before, p.late, p.escalate)))

    def since_worded(self, pair, wording):
        return max(self.baseline, self.since[pair.rule.items[0], pair.body],
                   self.since[self.asks(pair.rule, wording)])

    def since_told(self, rule, wording):
        return max(self.baseline, self.since[self.asks(rule, wording)],
                   self.since[self.policy(rule, wording)])

    # --- the mornings ---------------------------------------------------

    def obligations(self, pair, now):
        """Evaluated anew only when something was logged about it since."""
        entries = [e for e in self.mine[pair] if e.at <= now]
        old = self.known.get(pair)
        if not old or old[0] != len(entries):
            obs = duty.evaluate(pair, entries, self.calendar)
            for ob in obs:
                ob.missed_from = missed_from(ob, self.calendar)
                ob.known = self.since_worded(pair, ob.wording)
                if ob.missed_from < duty.FAR:
                    ob.rests_from = plus(ob.missed_from, 31)
            self.known[pair] = (len(entries), obs)
        return self.known[pair][1]

    def speaker(self, ob, today):
        """Windows that extensions moved to one DUE are one: what is still to
        be done speaks for what waits to be accepted, this for what is
        settled; of alike ones the first."""
        same = [other for other in self.known[ob.pair][1]
                if other.due == ob.due]
        return min(same, key=lambda other: (
            2 if other.settled else other.state(today) == "submitted"))

    def is_quiet(self, ob, body, today):
        """Nothing was said of it, and nothing is to be said yet; or it rests,
        and nobody was told that it is closed."""
        if today >= ob.rests_from and not ob.settled and not ob.submitted \
                and not ob.rework and not any(
                    (ob.pair.rule.items[0], body, due) in self.closed
                    for due in ob.dues):
            return True
        if any((ob.pair.rule.items[0], body, due) in self.told
               for due in ob.dues):
            return False
        if ob.submitted or ob.rework:
            return False
        row = self.row(ob, LEAD, 0)
        return ob.settled or not row or today < row[0].day

    def recipients(self, name, today):
        """The members of a group on that day: who left hears nothing more,
        who joins hears what he finds."""
        return [leaf for leaf, since, until in
                duty.leaves(self.roadmap, name) if since <= today <= until]

    def morning(self, today):
        """All notices of a sending time."""
        while self.versions and self.versions[0][0] <= today:
            self.load(*self.versions.pop(0))
        if not self.calendar.works(today):
            return []
        now = datetime.datetime.combine(today, datetime.time(9))
        self.found = {}         # (subject, address) -> notice
        groups = collections.defaultdict(list)      # rule -> obligations
        for pair in self.pairs:
            for ob in self.obligations(pair, now):
                if ob.wording.each and ob.last >= ob.known:
                    groups[pair.rule].append(ob)
                if not ob.ended and \
                        self.speaker(ob, today) is ob and \
                        not self.is_quiet(ob, pair.body, today):
                    before = len(self.found)
                    self.tell(ob, today)
                    # All has been said of it until something is logged: but
                    # who was away may be back tomorrow.
                    ended = ob.settled and len(self.found) == before
                    ob.ended = ended and not self.absences
        self.tell_groups(groups, today)
        self.ask_for_schedules(today, now)
        for (subject, address), notice in self.found.items():
            self.said.add(subject, notice, address)
            self.told.add(subject[1:4])
            if notice.stage.startswith("closed"):
                self.closed.add(subject[1:4])
        return sorted(self.found.values())

    # --- one notice -----------------------------------------------------

    def reach(self, name, today):
        if self.reached_on != today:
            self.reached, self.reached_on = {}, today
        if name not in self.reached:
            self.reached[name] = reach(self.roadmap.bodies, name, today)
        return self.reached[name]

    def say(self, ob, subjects, today, one, stage):
        """One notice a day at each address: the gravest role speaks first.
        The first subject is that of the DUE that holds; the others are those
        of the DUEs that it had before an extension."""
        place = subjects[0], one.address
        if place not in self.found and \
                not self.said.was_said(subjects[0], one, stage):
            self.found[place] = Notice(
                today, one.recipient, stage, self.roadmap.id,
                ob.pair.rule.number_on(today), subjects[0][2],
                ob.due.isoformat())

    def say_end(self, ob, subjects, today, word, one):
        history = self.said.history(subjects, one.recipient)
        self.say(ob, subjects, today, one, numbered(word, history))

    def end(self, ob, subjects, today, word, elsewhere=()):
        """`closed` to whoever heard that it is late, `reopened` to whoever
        believes it closed; while he is away to his deputy, once."""
        for who in self.said.recipients(subjects):
            ends = self.said.history(subjects, who)
            closed = bool(ends) and ends[-1][1].startswith("closed")
            if word == "closed":
                wants = self.said.heard(subjects, who) and not closed and \
                    not self.said.heard(elsewhere, who)
            else:
                wants = closed
            if not wants:
                continue
            for one in self.reach(who, today):
                his = self.said.history(subjects, one.recipient)
                knows = his and his[-1][1].startswith(word) and \
                    (not ends or his[-1][0] >= ends[-1][0])
                if not knows:
                    self.say_end(ob, subjects, today, word, one)

    def stage(self, ob, subjects, today, role, who, step=0, beside=()):
        """The latest stage of a role to one of it, unless it is one of those
        beside whom he stands."""
        if ob.last < ob.known:
            return
        stage = latest(ob, role, today, self.row(ob, role, step))
        if not stage:
            return
        name = stage.name
        if role == CONTROLLER:
            number = round_of(ob, subjects, self.said)
            name += f"/{number}" if number > 1 else ""
        for one in self.reach(who, today):
            if one.recipient not in beside and not self.said.knows(
                    subjects, one, stage.day, role == CONTROLLER):
                self.say(ob, subjects, today, one, name)

    # --- who hears ------------------------------------------------------

    def tell(self, ob, today):
        """One body's own obligation."""
        if ob.window.min == 0:
            return
        subjects = self.subjects(ob, self.dues(ob), ob.pair.body)
        wording, leads = ob.wording, self.leads(ob, today)
        if ob.settled:
            if wording.policy.closed:
                self.end(ob, subjects, today, "closed")
            return
        if ob.state(today) != "submitted":
            self.end(ob, subjects, today, "reopened")
            if ob.last >= ob.known and came_back(
                    ob, subjects, today, self.said, ob.known):
                for who in leads:
                    for one in self.reach(who, today):
                        if not self.said.knows(subjects, one, today):
                            self.say_end(ob, subjects, today, "reopened", one)
            for k, who in reversed(list(enumerate(wording.supervisors))):
                if who not in leads:    # nobody is told on of himself
                    self.stage(ob, subjects, today, SUPERVISOR, who, k + 1,
                               leads)
            for who in leads:
                self.stage(ob, subjects, today, LEAD, who)
            if not wording.each:
                for name in wording.others[0 if wording.any else 1:]:
                    for who in self.recipients(name, today):
                        self.stage(ob, subjects, today, OTHER, who)
        if ob.submitted:
            self.stage(ob, subjects, today, CONTROLLER, wording.accept)

    def subjects(self, ob, dues, body):
        return [(self.roadmap.id, ob.pair.rule.items[0], body, due)
                for due in dues]

    def row(self, ob, role, step):
        """Its stages; they change only with the log."""
        if (role, step) not in ob.rows:
            ob.rows[role, step] = stages(
                ob, role, self.calendar, plus(self.last, 10),
                max(ob.known, self.since_told(ob.pair.rule, ob.wording),
                    ob.since), step)
        return ob.rows[role, step]

    def dues(self, ob):
        """Its DUE, then those that it had and that are no other window's."""
        others = {due for other in self.known[ob.pair][1]
                  if other is not ob for due in other.dues}
        return [ob.due] + sorted(ob.dues - {ob.due} - others)

    def leads(self, ob, today):
        if ob.wording.any:
            return [w for group in ob.wording.any
                    for w in self.recipients(group, today)]
        return [ob.pair.body]

    def tell_groups(self, groups, today):
        """Whoever stands beside the members hears of them together, of those
        of one DUE. Whom an extension parted from a group still belongs to its
        end: the others hear `closed` when he has done it too."""
        for obs in groups.values():
            for due, parts in duty.by_due(obs).items():
                if any(not self.is_quiet(ob, ob.pair.group, today)
                       for ob in parts):
                    self.tell_group(obs, due, parts, today)

    def tell_group(self, obs, due, parts, today):
        away = [ob for ob in obs if ob.due != due and due in ob.dues]
        view = view_of(parts, today)
        first = view.worst
        if first.window.min == 0 or \
                view.settled and any(not ob.settled for ob in away):
            return
        own, elsewhere = [due], []
        if all(len(ob.dues) > 1 for ob in parts):
            stays = {ob.due for ob in obs}
            for former in sorted({d for ob in parts for d in ob.dues}
                                 - {due}):
                (elsewhere if former in stays else own).append(former)
        group = first.pair.group
        subjects = self.subjects(first, own, group)
        if view.settled:
            # What was told at another DUE is ended by those who stayed there.
            if first.wording.policy.closed:
                self.end(first, subjects, today, "closed",
                         self.subjects(first, elsewhere, group))
            return
        if view.submitted:
            return
        self.end(first, subjects, today, "reopened")
        mine = {ob.pair.body for ob in parts}
        for name in first.wording.others:
            for who in self.recipients(name, today):
                self.stage(first, subjects, today, OTHER, who, beside=mine)

    def ask_for_schedules(self, today, now):
        """On the first working day of each quarter its owner is asked for a
        schedule that is not there; later in the quarter when it is missed
        only then: after an amendment, or taken back."""
        quarter = (today.month - 1) // 3 + 1
        asked = self.calendar.on_or_after(
            datetime.date(today.year, 3 * quarter - 2, 1))
        if today < asked or \
                self.roadmap.ends and today > self.roadmap.ends:
            return
        for rule in self.roadmap.rules:
            wording = rule.wording_on(today)
            if not wording or rule.added and today < rule.added or \
                    rule.repealed and today >= rule.repealed:
                continue
            term = self.source(self.roadmap, wording)
            if term.outside != "schedule" or \
                    asked < self.since_told(rule, wording):
                continue
            pair = next(p for p in self.pairs if p.rule is rule)
            if not any(p.owes(wording, today) for p in self.pairs
                       if p.rule is rule):
                continue        # nobody is in the group on that day
            # What was entered is there, even if it lies beside the validity.
            known = [e for e in self.mine[pair] if e.at <= now]
            there = [e for e in duty.without_voided(known)
                     if e.kind == "schedule" and (
                         not term.yearly or e.until.year == today.year)]
            if there:
                continue
            owner = (self.roadmap.schedules.get(wording.schedule)
                     or {}).get("owner")
            if not owner:
                owner = self.roadmap.order_by if wording.each \
                    else duty.lead(wording)
            stage = f"schedule:{quarter}"
            body = wording.each[0] if wording.each else duty.lead(wording)
            subject = self.roadmap.id, rule.items[0], "schedule", today.year
            for one in self.reach(owner, today):
                if not self.said.knows([subject], one, asked):
                    self.found[subject, one.address] = Notice(
                        today, one.recipient, stage, self.roadmap.id,
                        rule.number_on(today), body, "")


def notices(roadmap, source, entries, calendar, first, last):
    """Everything that is said from one day to another, both inclusive."""
    return said_by([(first, roadmap, source, entries)], calendar, last)


def said_by(versions, calendar, last):
    """The same where files are loaded anew on some days."""
    found, today = [], versions[0][0]
    course = Course(list(versions), calendar, last)
    while today <= last:
        found += course.morning(today)
        today += DAY
    return found
