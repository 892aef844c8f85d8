"""A clock that stood ahead and was put right, or may stand ahead now, as the
real daemon meets it."""

import contextlib
import datetime
import pathlib
import sqlite3
import time
import unittest

from ctl_run import DATAERR, OK
from daemon_run import Case

TEMPFAIL = 75
DAY = datetime.timedelta(days=1)
CONFIG = """\
administrator: admin@uo.example
timezone: UTC
sending: {at: 00:00, hours: 00:00..24:00, days: all}
"""
BODIES = "bodies:\n  uo: {name: Управление, email: uo@uo.example}\n"
NAMES = "monday tuesday wednesday thursday friday saturday sunday".split()
TOWN = """\
roadmap: town
in_force: {{from: {first}, to: {last}}}
calendar: own
remind: {{escalate: none}}
rules:
  - item: "1"
    title: Анализ
    when: {{during: "{first}..{last}"}}
    responsible: uo
"""


class Real(Case):
    def setUp(self):
        super().setUp()
        self.daemon_ = self.daemon(config=CONFIG, rules=self.own_rules())
        for path in self.daemon_.rules.glob("*.yaml"):
            path.unlink()

    def rules(self):
        """A window that opens today, which is no day off."""
        today = datetime.datetime.now(datetime.timezone.utc).date()
        off = [NAMES[(today + k * DAY).weekday()] for k in (3, 4)]
        for name, text in (
                ("bodies", BODIES),
                ("calendar-own", f"calendar: own\nweekend: {off}\n".replace(
                    "'", "")),
                ("town", TOWN.format(first=today, last=today + 50 * DAY))):
            (self.daemon_.rules / f"{name}.yaml").write_text(
                text, encoding="utf-8")

    def facts(self, **facts):
        with contextlib.closing(sqlite3.connect(
                self.daemon_.database)) as base:
            base.executemany("INSERT OR REPLACE INTO meta VALUES (?, ?)", [
                (name.replace("__", "/"), value)
                for name, value in facts.items()])
            base.commit()

    def wait_letters(self, count, limit=20):
        until = time.monotonic() + limit
        while time.monotonic() < until and \
                len(self.daemon_.letters()) < count:
            time.sleep(0.1)
        return [m["To"].addresses[0].addr_spec
                for m in self.daemon_.letters()]


class Ahead(Real):
    def ahead(self):
        """What a daemon whose clock stood five years ahead left behind."""
        later = int(time.time()) + 5 * 365 * 86400
        self.facts(last_now=later, looked__town=later)
        with contextlib.closing(sqlite3.connect(
                self.daemon_.database)) as base:
            base.execute("INSERT INTO seen VALUES ('roadmap', 'town', ?)",
                         [time.strftime("%Y-%m-%d", time.gmtime(later))])
            base.commit()

    def test_letters_go_on(self):
        daemon = self.daemon_
        daemon.start()
        daemon.wait_ready()
        daemon.stop()
        self.ahead()
        self.rules()
        daemon.start()
        daemon.wait_ready()
        self.assertEqual(self.wait_letters(1), ["uo@uo.example"])
        self.assertIn("the clock stands before the last record",
                      daemon.said())
        run = daemon.ctl("log", "town/1")
        self.assertEqual(run.returncode, 0, run.stderr)
        self.assertEqual(daemon.ctl("verify").returncode, 0)


class Virtual(Case):
    def test_it_goes_on_where_it_was_stopped(self):
        """Between two sending times, too: a deed of that day is none of a day
        to come."""
        d = self.daemon()
        self.assertEqual(d.run("--virtual-from=2021-10-14", "--rate=0",
                               "--until=2021-10-20"), 0)
        d.start("--virtual-from=2021-10-14", "--rate=1")
        d.wait_ready()
        run = d.ctl("log", "strezhevoy-2021/31", "--on=2021-10-20")
        self.assertEqual(run.returncode, OK, run.stderr)
        run = d.ctl("log", "strezhevoy-2021/31", "--on=2021-10-21")
        self.assertEqual(run.returncode, DATAERR)


@unittest.skipIf(pathlib.Path("/run/systemd/timesync/synchronized").exists(),
                 "the clock of this machine is synchronised")
class Doubted(Real):
    """trust.md T4: a machine that was off, and whose clock nobody vouches
    for."""

    def begin_after(self, **before):
        """Started anew, so long after the last record, in another boot."""
        daemon = self.daemon_
        self.rules()
        path = daemon.rules / "town.yaml"
        town = path.read_text(encoding="utf-8")
        path.unlink()
        daemon.start()
        daemon.wait_ready()
        daemon.stop()
        path.write_text(town, encoding="utf-8")
        last = int(time.time() -
                   datetime.timedelta(**before).total_seconds())
        self.facts(clock__real=last, clock__offset=1, last_now=last)
        daemon.start()
        daemon.wait_ready()
        return daemon

    def test_nothing_but_the_alarm_leaves(self):
        daemon = self.begin_after(days=3650)
        self.assertEqual(self.wait_letters(1), ["admin@uo.example"])
        [alarm] = daemon.letters()
        self.assertEqual(alarm["Subject"],
                         "Часы сервера ушли вперёд, письма не уходят")
        run = daemon.ctl("clock")
        self.assertEqual(run.returncode, TEMPFAIL)
        self.assertIn("nothing is sent", run.stderr)
        # A restart believes it no more than before.
        daemon.stop()
        daemon.start()
        daemon.wait_ready()
        self.assertEqual(daemon.ctl("clock").returncode, TEMPFAIL)
        time.sleep(1)
        self.assertEqual(self.wait_letters(2, 0), ["admin@uo.example"])
        self.assertEqual(daemon.ctl("log", "town/1", "--body=uo",
                                    "--on=" + time.strftime(
                                        "%Y-%m-%d", time.gmtime()),
                                    "--key=a").returncode, OK)
        self.assertEqual(daemon.ctl("void", "1").returncode, OK)
        run = daemon.ctl("clock", "--believe")
        self.assertEqual(run.returncode, OK, run.stderr)
        self.assertEqual(sorted(self.wait_letters(2)),
                         ["admin@uo.example", "uo@uo.example"])
        self.assertEqual(daemon.ctl("clock").returncode, OK)
        daemon.stop()
        daemon.start()
        daemon.wait_ready()
        self.assertEqual(daemon.ctl("clock").returncode, OK)

    def test_an_hour_off_is_nothing(self):
        daemon = self.begin_after(hours=1)
        self.assertEqual(self.wait_letters(1), ["uo@uo.example"])
        self.assertEqual(daemon.ctl("clock").returncode, OK)


if __name__ == "__main__":
    unittest.main()
