"""keep.letters: words of old letters leave the file, nothing else changes."""

import contextlib
import sqlite3
import unittest

from ctl_run import DATAERR, OK, srokctl
from daemon_run import Case

YEAR = ("--virtual-from=2021-10-14", "--rate=0")
KEEP = "administrator: admin@uo.example\nkeep: {letters: 90 days}\n"


class Keep(Case):
    def rows(self, daemon, sql):
        with contextlib.closing(sqlite3.connect(daemon.database)) as base:
            return base.execute(sql).fetchall()

    def said(self, daemon):
        return self.rows(daemon, "SELECT key, live, letter FROM notice"
                         " ORDER BY id")

    def run_two(self, until):
        """The same days with words kept and not; the second one is killed
        and begun anew on the way."""
        all_ = self.daemon("all", config="administrator: admin@uo.example\n")
        self.assertEqual(all_.run(*YEAR, f"--until={until}"), OK, all_.said())
        some = self.daemon("some", config=KEEP)
        self.assertEqual(some.run(*YEAR, "--until=2022-05-01"), OK)
        some.start(*YEAR, f"--until={until}")
        some.wait_said("words of old letters dropped")
        some.kill()
        self.assertEqual(some.run(*YEAR, f"--until={until}"), OK, some.said())
        return all_, some

    def test_a_year(self):
        all_, some = self.run_two("2022-08-01")
        self.assertEqual(self.said(all_), self.said(some))
        last = self.rows(some, "SELECT value FROM meta"
                         " WHERE name = 'last_now'")[0][0]
        left = self.rows(some, "SELECT min(l.created_at), count(*) FROM words"
                         " w JOIN letter l ON l.id = w.letter")[0]
        every = self.rows(some, "SELECT count(*) FROM letter")[0][0]
        self.assertGreaterEqual(left[0], last - 91 * 86400)
        self.assertLess(left[1] * 2, every)
        self.assertEqual(self.rows(all_, "SELECT count(*) FROM words")[0][0],
                         every)
        self.assertEqual(len(some.letters()), len(all_.letters()))
        self.shown(some, every)

    def shown(self, some, last):
        old = srokctl("outbox", "1", "--database", some.database, "--socket",
                      some.socket)
        self.assertEqual(old.returncode, OK, old.stderr)
        self.assertIn("Subject: ", old.stdout)
        self.assertIn("Notice: ", old.stdout)
        self.assertIn("Its words are not kept any more (keep.letters).",
                      old.stdout)
        new = srokctl("outbox", last, "--database", some.database, "--socket",
                      some.socket)
        self.assertNotIn("not kept", new.stdout)
        run = srokctl("verify", "--database", some.database, "--socket",
                      some.socket)
        self.assertEqual(run.returncode, OK, run.stderr)

    def test_the_running_daemon_shows_the_same(self):
        some = self.daemon("some", config=KEEP)
        self.assertEqual(some.run(*YEAR, "--until=2022-05-01"), OK)
        some.start("--virtual-from=2021-10-14", "--rate=1")
        some.wait_ready()
        run = some.ctl("outbox", "1")
        self.assertIn("Its words are not kept any more", run.stdout)
        run = some.ctl("outbox", "1", "--format=json")
        self.assertIn('"text": null', run.stdout)
        self.assertEqual(some.ctl("outbox", "release", "1").returncode,
                         DATAERR)

    def test_the_key_does_something(self):
        path = f"{self.directory}/srokd.yaml"
        for text in ("keep: {letters: 5 years}\n",
                     "keep: {letters: forever}\n",
                     "keep:\n  letters: 1 year\n  backups: {daily: 1}\n"):
            with open(path, "w", encoding="utf-8") as f:
                f.write("administrator: admin@uo.example\n"
                        "heartbeat: none\n" + text)
            run = srokctl("check", "--format=short", path)
            self.assertEqual((run.returncode, run.stderr), (OK, ""))


if __name__ == "__main__":
    unittest.main()
