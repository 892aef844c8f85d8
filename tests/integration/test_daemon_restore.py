"""The drill of srokd(8): a backup, letters, the database lost, the backup in
its place. What was sent is not sent again."""

import contextlib
import pathlib
import re
import sqlite3
import time
import unittest

from ctl_run import DATAERR, OK, USAGE, srokctl, tsv
from daemon_run import MAIL, Case, Sink, parse

TEMPFAIL = 75
FAST = ("--rate=0",)
SUBJECT = "База восстановлена из копии"


class Drill(Case):
    def mail(self, sink, name="a"):
        return self.daemon(name, config=MAIL.format(port=sink.port))

    def until(self, d, day, begin="2021-10-14"):
        self.assertEqual(d.run(f"--virtual-from={begin}", *FAST,
                               f"--until={day}"), OK, d.said())

    def off(self, d, *args):
        return srokctl(*args, "--database", d.database, "--socket", d.socket)

    def copy(self, d, name="copy.db"):
        run = self.off(d, "backup", d.dir / name)
        self.assertEqual(run.returncode, OK, run.stderr)
        return pathlib.Path(run.stdout.strip())

    def restore(self, d, copy):
        run = self.off(d, "restore", copy)
        self.assertEqual(run.returncode, OK, run.stderr)
        return run.stdout

    def got(self, sink):
        """(to, subject) of each letter to officers, in the order of arrival;
        the alarms' subjects."""
        letters, alarms = [], []
        for _, to, content in sink.got:
            m = parse(content)
            if to == ("admin@uo.example",):
                alarms.append(m["Subject"])
            else:
                letters.append((to[0], m["Subject"]))
        return letters, alarms

    def notices(self, path, after=0):
        """The last letter; keys of notices that went, in later letters than
        that one."""
        with contextlib.closing(sqlite3.connect(path)) as base:
            last, = base.execute("SELECT max(id) FROM letter").fetchone()
            keys = base.execute(
                "SELECT n.key FROM notice n JOIN delivery d"
                " ON d.letter = n.letter WHERE d.state = 'sent'"
                " AND n.letter > ?", [after])
            return last, {key for key, in keys}

    def held(self, d):
        run = self.off(d, "outbox", "--state", "held", "--limit", "1000",
                       "--format=tsv")
        self.assertEqual(run.returncode, OK, run.stderr)
        return [row[0] for row in tsv(run.stdout)]

    def test_two_weeks_are_lost(self):
        with Sink() as whole:
            self.until(self.mail(whole, "whole"), "2021-12-25")
            want, _ = self.got(whole)
        with Sink() as sink:
            d = self.mail(sink)
            self.until(d, "2021-11-05")
            copy = self.copy(d)
            self.until(d, "2021-11-20")
            before, _ = self.got(sink)
            said = self.restore(d, copy)
            self.assertIn("a copy of 2021-11-0", said)
            self.assertIn(f"what was there: {d.database}.before-", said)
            self.until(d, "2021-12-25", begin="2021-11-20")
            letters, alarms = self.got(sink)
            self.assertEqual(letters[:len(before)], before)
            after = letters[len(before):]
            self.assertEqual(set(after) - set(want), set())
            # The lost database knows what it said, of all times.
            [lost] = d.dir.glob("srok.db.before-*0")
            last, _ = self.notices(copy)
            self.assertEqual(self.notices(lost, last)[1] &
                             self.notices(d.database, last)[1], set())
            self.assertGreater(len(self.notices(lost, last)[1]), 20)
            self.assertGreater(len(after), 20)
            held = self.held(d)
            self.assertGreater(len(held), 0)
            told = [a for a in alarms if a.startswith(SUBJECT)]
            # At once of what waited in the copy, then at nine in each zone.
            self.assertEqual(len(told), 3, told)
            self.assertEqual(sum(int(n) for a in told for n in
                                 re.findall(r"\d+", a)), len(held), told)
            self.assertIn("took the place of its original", d.said())
            self.decided(d, sink, held)

    def decided(self, d, sink, held):
        """One is let go, the others never leave."""
        n = len(sink.got)
        d.start("--virtual-from=2021-12-25", "--rate=1")
        d.wait_ready()
        run = d.ctl("outbox", "cancel", *held[1:])
        self.assertEqual(run.returncode, OK, run.stderr)
        self.assertEqual(d.ctl("outbox", "release", held[0]).returncode, OK)
        d.stop()
        # Released within its recipient's hours, or on the next day.
        self.until(d, "2021-12-28", begin="2021-12-25")
        self.assertGreater(len(sink.got), n)
        self.assertEqual(self.held(d), [])

    def test_nothing_was_due_meanwhile(self):
        """A copy of the same evening loses nothing and holds nothing."""
        with Sink() as sink:
            d = self.mail(sink)
            self.until(d, "2021-11-05")
            self.restore(d, self.copy(d))
            self.until(d, "2021-11-20")
            letters, alarms = self.got(sink)
            self.assertEqual(self.held(d), [])
            self.assertEqual([a for a in alarms if SUBJECT in a],
                             [f"{SUBJECT}: задержано 0 писем"])
        with Sink() as whole:
            self.until(self.mail(whole, "whole"), "2021-11-20")
            self.assertEqual(sorted(letters), sorted(self.got(whole)[0]))

    def test_the_log_of_what_was_killed_is_not_mixed_in(self):
        """The dead daemon's WAL beside the copy would be written into it."""
        d = self.daemon()
        self.until(d, "2021-11-05")
        copy = self.copy(d)
        d.start("--virtual-from=2021-11-05", "--rate=0", "--until=2021-12-01")
        wal = pathlib.Path(f"{d.database}-wal")
        until = time.monotonic() + 20
        while time.monotonic() < until and not (
                wal.exists() and wal.stat().st_size > 100000):
            time.sleep(0.005)
        d.kill()
        self.assertGreater(wal.stat().st_size, 0)
        self.restore(d, copy)
        self.assertFalse(wal.exists())
        self.assertEqual(len(list(d.dir.glob("srok.db.before-*-wal"))), 1)
        self.assertEqual(d.database.read_bytes(), copy.read_bytes())
        self.assertEqual(d.database.stat().st_mode & 0o777, 0o600)
        self.assertEqual(self.off(d, "verify").returncode, OK)
        self.until(d, "2021-11-10")

    def test_what_is_refused(self):
        d = self.daemon()
        self.until(d, "2021-11-01")
        copy = self.copy(d)
        before = d.database.read_bytes()

        def refused(code, saying, *args):
            run = self.off(d, "restore", *args)
            self.assertEqual((run.returncode, run.stdout), (code, ""),
                             run.stderr)
            self.assertIn(saying, run.stderr)

        refused(USAGE, "COPY")
        refused(DATAERR, "no copy that srok made", d.database)
        broken = d.dir / "broken.db"
        broken.write_bytes(copy.read_bytes()[:20000])
        refused(DATAERR, "damaged", broken)
        broken.write_bytes(b"text" * 1000)
        refused(DATAERR, "no SQLite database", broken)
        broken.write_bytes(b"")
        refused(DATAERR, "empty", broken)
        self.assertNotEqual(self.off(d, "restore",
                                     d.dir / "none.db").returncode, OK)
        self.assertEqual(d.database.read_bytes(), before)
        d.start("--virtual-from=2021-11-01", "--rate=1")
        d.wait_ready()
        refused(TEMPFAIL, "stop it first", copy)
        run = srokctl("restore", copy, "--database", d.database, "--socket",
                      "/nowhere")
        self.assertEqual(run.returncode, TEMPFAIL, run.stderr)
        d.stop()
        self.assertEqual(list(d.dir.glob("srok.db.before*")), [])
        self.assertEqual(list(d.dir.glob("*.part*")), [])

    def test_a_lost_file(self):
        d = self.daemon()
        self.until(d, "2021-11-01")
        copy = self.copy(d)
        d.database.unlink()
        said = self.restore(d, copy)
        self.assertNotIn("what was there", said)
        self.until(d, "2021-11-03")


if __name__ == "__main__":
    unittest.main()
