"""A clock that stood ahead and was put right, as the real daemon meets it."""

import contextlib
import datetime
import sqlite3
import time
import unittest

from ctl_run import DATAERR, OK
from daemon_run import Case

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


class Ahead(Case):
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

    def ahead(self):
        """What a daemon whose clock stood five years ahead left behind."""
        later = int(time.time()) + 5 * 365 * 86400
        with contextlib.closing(sqlite3.connect(
                self.daemon_.database)) as base:
            base.executemany("INSERT OR REPLACE INTO meta VALUES (?, ?)", [
                ("last_now", later), ("looked/town", later)])
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
        until = time.monotonic() + 20
        while time.monotonic() < until and not daemon.letters():
            time.sleep(0.1)
        self.assertIn("the clock stands before the last record",
                      daemon.said())
        self.assertEqual([m["To"].addresses[0].addr_spec
                          for m in daemon.letters()], ["uo@uo.example"])
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


if __name__ == "__main__":
    unittest.main()
