"""Oracle and `srokctl simulate`, line for line."""

import collections
import csv
import datetime
import io
import os
import pathlib
import subprocess
import tempfile

import notices
import obligations as duty
import rulefiles
import windows
from workdays import DAY, Calendar, day

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUILD = pathlib.Path(os.environ.get("SROK_BUILD", ROOT / "build"))
HEADER = "id,at,kind,rule,body,date,window,ref,note".split(",")


def simulate(rules, first, last, log):
    """The notices of the real thing: a set of rows without letter numbers,
    and the rows as they came."""
    with tempfile.NamedTemporaryFile("w", suffix=".csv",
                                     encoding="utf-8") as f:
        f.write(as_csv(log))
        f.flush()
        run = subprocess.run(
            [BUILD / "srokctl", "simulate", "--rules", rules,
             f"--from={first}", f"--to={last}", "--log", f.name,
             "--format=tsv"], capture_output=True, text=True, check=False)
    if run.returncode:
        raise ValueError(run.stderr)
    return [tuple(line.split("\t")) for line in run.stdout.splitlines()]


def as_csv(log):
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(HEADER)
    for line in log:
        writer.writerow([line.get(name, "") for name in HEADER])
    return out.getvalue()


def entries(roadmap, log):
    """The lines of one roadmap, as the oracle takes them."""
    found, numbers = [], {}
    order = sorted(range(len(log)), key=lambda i: (instant(log[i]["at"]), i))
    for number, i in enumerate(order):
        line = log[i]
        numbers[line["id"]] = number + 1
        rule = None
        if line.get("rule"):
            name, _, item = line["rule"].partition("/")
            if name != roadmap.id:
                continue
            rule = roadmap.rule(item)
        at = instant(line["at"])
        e = duty.Entry(number + 1, at, line["kind"], rule,
                       line.get("body", ""))
        if line.get("date"):
            a, _, b = line["date"].partition("..")
            if e.kind in ("extend", "promise"):
                e.until = day(a)
            else:
                e.date, e.until = day(a), day(b or a)
        else:
            e.date = at.date()
        if line.get("window"):
            e.window = day(line["window"])
        if line.get("ref"):
            e.ref = numbers[line["ref"]]
        found.append(e)
    return found


def instant(text):
    at = datetime.datetime.fromisoformat(text)
    return at if "T" in text else at.replace(hour=12)


def differences(rules, first, last, log, roadmaps=None, source=None):
    """(only simulate, only oracle), each sorted. A source that has read the
    terms, up to `last` at least, need not read them again."""
    real = simulate(rules, first, last, log)
    theirs = collections.Counter(
        (r[0], r[2], *r[5:]) for r in real)
    ours = collections.Counter()
    calendar, source = Calendar(), source or windows.Source(last)
    for roadmap in roadmaps or rulefiles.read(rules):
        for n in notices.notices(roadmap, source, entries(roadmap, log),
                                 calendar, first, last):
            ours[n.date.isoformat(), n.recipient, n.stage, n.roadmap,
                 n.item, n.body, n.due] += 1
    return sorted((theirs - ours).elements()), \
        sorted((ours - theirs).elements())


def standings(rules, first, last, step, log):
    """What tests/drivers/standings prints: day, roadmap, item, body, DUE,
    state, done, MIN, START, effective and last day, marks."""
    with tempfile.NamedTemporaryFile("w", suffix=".csv",
                                     encoding="utf-8") as f:
        f.write(as_csv(log))
        f.flush()
        run = subprocess.run(
            [BUILD / "drivers" / "standings", rules, str(first), str(last),
             str(step), f.name], capture_output=True, text=True,
            check=False)
    if run.returncode:
        raise ValueError(run.stderr)
    rows = []
    for line in run.stdout.splitlines():
        *cells, marks = line.split("\t")
        # What the day of loading and the calendar's age add is not compared.
        marks = set(filter(None, marks.split(","))) - {"baseline",
                                                       "provisional"}
        rows.append((*cells, ",".join(sorted(marks))))
    return rows


def our_standings(roadmap, source, entries, calendar, first, last, step):
    pairs = duty.pairs(roadmap, source)
    mine = {pair: duty.about(pair, entries) for pair in pairs}
    judged = {pair: (None, []) for pair in pairs}  # by how many entries
    today = first
    while today <= last:
        now = datetime.datetime.combine(today, datetime.time(9))
        for pair in pairs:
            known = [e for e in mine[pair] if e.at <= now]
            if judged[pair][0] != len(known):
                judged[pair] = len(known), list(
                    duty.evaluate(pair, known, calendar))
                for ob in judged[pair][1]:
                    ob.missed_from = notices.missed_from(ob, calendar)
            for ob in judged[pair][1]:
                yield (str(today), roadmap.id, pair.rule.item, pair.body,
                       str(ob.due), ob.state(today), str(ob.done),
                       str(ob.window.min), str(ob.window.start),
                       str(ob.effective), str(ob.last),
                       ",".join(sorted(ob.marks(today))))
        today += DAY * step


def other_standings(rules, first, last, step, log, roadmap, source=None):
    """(only theirs, only ours). What has not begun need not be looked at."""
    theirs = collections.Counter(standings(rules, first, last, step, log))
    ours = collections.Counter(our_standings(
        roadmap, source or windows.Source(last), entries(roadmap, log), Calendar(),
        first, last, step))
    missing = ours - theirs
    return sorted((theirs - ours).elements()), \
        sorted(row for row in missing.elements() if row[8] <= row[0])


if __name__ == "__main__":
    import sys
    a, b = differences(pathlib.Path(sys.argv[1]), day(sys.argv[2]),
                       day(sys.argv[3]), list(csv.DictReader(
                           open(sys.argv[4], encoding="utf-8")))
                       if len(sys.argv) > 4 else [])
    for sign, rows in (("simulate", a), ("oracle", b)):
        for row in rows:
            print(sign, *row, sep="\t")
    print(len(a), "only simulate,", len(b), "only oracle", file=sys.stderr)
