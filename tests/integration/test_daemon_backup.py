"""Copies of the database: each night, and on demand, while letters leave."""

import contextlib
import datetime
import os
import pathlib
import re
import shutil
import sqlite3
import subprocess
import tempfile
import threading
import time
import unittest

from ctl_run import CONFIG, IOERR, OK, PROGRAM, ROOT, srokctl
from daemon_run import Case

CANTCREAT, TEMPFAIL, NOPERM = 73, 75, 77
FROM = "--virtual-from=2021-10-14"
FAST = (FROM, "--rate=0")
SLOW = (FROM, "--rate=1")
AUTO = re.compile(r"srok-(\d{4}-\d\d-\d\d)T(\d{6})[+-]\d{4}\.auto\.db")
NAME = re.compile(r"srok-\d{4}-\d\d-\d\dT\d{6}[+-]\d{4}\.db")


class Backups(Case):
    def nightly(self, name="a", more="", where=None):
        """A daemon whose configuration asks for a copy each night."""
        copies = pathlib.Path(where or self.directory) / f"{name}-copies"
        d = self.daemon(name, config="administrator: admin@uo.example\n"
                        f"backup: {copies}\n{more}")
        d.copies = copies
        return d

    def on_tmpfs(self):
        """Where a disk is not waited for, if there is such a place."""
        if not os.access("/dev/shm", os.W_OK):
            return None
        where = tempfile.mkdtemp(prefix="srok-", dir="/dev/shm")
        self.addCleanup(shutil.rmtree, where, True)
        return where

    def whole(self, path):
        """The copy as the database of a daemon: all of it holds."""
        with contextlib.closing(sqlite3.connect(
                f"file:{path}?mode=ro", uri=True)) as base:
            self.assertEqual(base.execute("PRAGMA integrity_check")
                             .fetchall(), [("ok",)])
            self.assertEqual(base.execute("PRAGMA foreign_key_check")
                             .fetchall(), [])
            counts = [base.execute(f"SELECT count(*) FROM {t}").fetchone()[0]
                      for t in ("letter", "notice", "log")]
        self.assertEqual(os.stat(path).st_mode & 0o777, 0o600)
        run = srokctl("verify", "--database", path, "--socket", "/nowhere")
        self.assertEqual(run.returncode, OK, run.stderr)
        return counts

    def days(self, d):
        return sorted(AUTO.fullmatch(p.name)[1] for p in d.copies.iterdir())


class Nightly(Backups):
    def test_each_night_the_first_at_once(self):
        d = self.nightly(where=self.on_tmpfs())
        self.assertEqual(d.run(*FAST, "--until=2021-10-20"), OK, d.said())
        names = sorted(p.name for p in d.copies.iterdir())
        # The zone of the first roadmap: midnight UTC is 03:00 there.
        self.assertEqual([AUTO.fullmatch(n).groups() for n in names],
                         [("2021-10-14", "030000")] +
                         [(f"2021-10-{n}", "000000")
                          for n in range(15, 21)])
        counts = [self.whole(d.copies / n) for n in names]
        self.assertEqual(counts, sorted(counts))
        self.assertGreater(counts[-1][0], 0)
        self.assertEqual(os.stat(d.copies).st_mode & 0o777, 0o700)

    def test_once_a_day_whatever_restarts(self):
        d = self.nightly(where=self.on_tmpfs())
        for _ in range(3):
            self.assertEqual(d.run(*FAST, "--until=2021-10-16"), OK)
        self.assertEqual(self.days(d), [f"2021-10-{n}" for n in (14, 15, 16)])

    def test_two_years(self):
        """What stays after two years of nights: by the rule, computed a
        second time; no other file is touched."""
        d = self.nightly(more="keep: {backups: {daily: 3, weekly: 4, "
                         "monthly: 6}}\n", where=self.on_tmpfs())
        empty = pathlib.Path(self.directory) / "rules"
        empty.mkdir()
        for path in (ROOT / "rules").glob("calendar*.yaml"):
            shutil.copy(path, empty)
        d.rules = empty
        d.copies.mkdir(mode=0o700)
        mine = [d.copies / n for n in (
            "srok-2021-01-01T000000+0000.db", "notes.txt",
            "srok-2021-01-01T000000+0000.auto.db")]
        for path in mine:
            path.write_text("of a person")
        self.assertEqual(d.run(*FAST, "--until=2023-10-14", limit=500), OK,
                         d.said())
        for path in mine:
            self.assertEqual(path.read_text(), "of a person")
            path.unlink()
        last = datetime.date(2023, 10, 14)
        every = [last - datetime.timedelta(days=n) for n in range(731)]
        want = set()
        for most, period in ((3, lambda x: x),
                             (4, lambda x: x.isocalendar()[:2]),
                             (6, lambda x: (x.year, x.month))):
            latest = {}
            for x in every:
                latest.setdefault(period(x), x)
            want.update(list(latest.values())[:most])
        self.assertEqual(self.days(d), sorted(x.isoformat() for x in want))

    def test_what_cannot_be_made_is_told_once_a_day(self):
        d = self.nightly()
        d.copies.write_text("not a directory")
        self.assertEqual(d.run(*FAST, "--until=2021-10-16"), OK, d.said())
        # Tried again each hour; the file is not taken for the copy's name.
        self.assertGreater(d.said().count("no backup"), 40)
        told = [m for m in d.letters()
                if m["Subject"] == "Резервная копия базы не сделана"]
        self.assertEqual(len(told), 3)
        text = told[0].get_body(("plain",)).get_content()
        self.assertIn("srokctl backup КАТАЛОГ", text)
        self.assertIn(str(d.copies), text)
        self.assertEqual(d.said().count(
            "the administrator is told: The database was not backed up"), 3)
        d.copies.unlink()
        self.assertEqual(d.run(*FAST, "--until=2021-10-18"), OK, d.said())
        self.assertEqual(len(self.days(d)), 3)


class Asked(Backups):
    def copy(self, d, *args):
        run = d.ctl("backup", *args)
        self.assertEqual((run.returncode, run.stderr), (OK, ""))
        return pathlib.Path(run.stdout.strip())

    def refused(self, code, run, saying):
        self.assertEqual((run.returncode, run.stdout), (code, ""), run.stderr)
        self.assertIn(saying, run.stderr)

    def test_directory_file_and_none(self):
        d = self.daemon()
        d.start(*SLOW)
        d.wait_ready()
        self.refused(CONFIG, d.ctl("backup"), "`backup`")
        path = self.copy(d, d.dir)
        self.assertRegex(path.name, NAME)
        self.assertEqual(path.parent, d.dir)
        self.whole(path)
        named = d.dir / "копия.db"
        self.assertEqual(self.copy(d, named), named)
        self.whole(named)
        before = named.read_bytes()
        self.refused(CANTCREAT, d.ctl("backup", named), "replaces nothing")
        self.assertEqual(named.read_bytes(), before)
        self.refused(CANTCREAT, d.ctl("backup", d.dir / "no" / "x.db"),
                     "No such file")
        self.refused(CANTCREAT, d.ctl("backup", d.database),
                     "replaces nothing")
        here = srokctl("backup", "here.db", "--socket", d.socket, cwd=d.dir)
        self.assertEqual(here.stdout, f"{d.dir}/here.db\n")
        if os.geteuid():
            self.refused(NOPERM, d.ctl("backup", "/x.db"), "Permission")
        self.assertEqual([p for p in d.dir.iterdir()
                          if ".part" in p.name], [])

    def test_the_configured_directory_and_the_night(self):
        """What a person asked for is none of the schedule's, and stays."""
        d = self.nightly(more="keep: {backups: {daily: 1, weekly: 1, "
                         "monthly: 1}}\n")
        d.start(*SLOW)
        d.wait_ready()
        d.wait_said("backup made")
        asked = self.copy(d)
        self.assertEqual(asked.parent, d.copies)
        self.assertRegex(asked.name, NAME)
        d.stop()
        self.assertEqual(d.run(*FAST, "--until=2021-12-01"), OK, d.said())
        self.assertTrue(asked.exists())
        asked.unlink()
        self.assertEqual(self.days(d), ["2021-12-01"])

    def test_while_letters_leave(self):
        """Copies of every moment of a busy month, each one whole; the letters
        are those of a month without copies."""
        alone = self.daemon("alone")
        self.assertEqual(alone.run(*FAST, "--until=2021-12-15"), OK)
        d = self.daemon("busy")
        d.start(FROM, "--rate=500000", "--until=2021-12-15")
        d.wait_ready()
        found = []
        for n in range(40):
            if d.process.poll() is not None:
                break
            run = d.ctl("backup", d.dir / f"copy-{n}.db")
            if run.returncode == OK:
                found.append(self.whole(d.dir / f"copy-{n}.db"))
        self.assertEqual(d.process.wait(120), OK, d.said())
        self.assertGreater(len(found), 5)
        self.assertEqual(found, sorted(found))
        self.assertGreater(found[-1][0], found[0][0])
        self.assertEqual(sorted(m["Message-ID"] for m in d.letters()),
                         sorted(m["Message-ID"] for m in alone.letters()))

    def test_two_at_once(self):
        d = self.daemon()
        self.grown(d, 60)
        d.start(*SLOW)
        d.wait_ready()
        codes = []

        def one(n):
            codes.append(d.ctl("backup", d.dir / f"{n}.db").returncode)

        threads = [threading.Thread(target=one, args=[n]) for n in range(4)]
        for t in threads:
            t.start()
        for t in threads:
            t.join()
        self.assertEqual(set(codes), {OK, TEMPFAIL}, codes)
        self.assertEqual(len(list(d.dir.glob("[0-9].db"))), codes.count(OK))

    def grown(self, d, mib):
        """A database so large that its copy takes a while."""
        self.assertEqual(d.run(*FAST, "--until=2021-11-01"), OK, d.said())
        with contextlib.closing(sqlite3.connect(d.database)) as base, base:
            for n in range(mib):
                base.execute("INSERT INTO seen VALUES ('big', ? ||"
                             " hex(randomblob(500000)), '2021-01-01')", [n])

    def test_a_kill_in_its_middle(self):
        """No half copy under the name, and no heap of left-overs."""
        d = self.nightly()
        self.grown(d, 60)
        shutil.rmtree(d.copies)
        for n in range(12):
            d.start(*SLOW, "--until=2021-12-01")
            d.wait_ready()
            until = time.monotonic() + 20
            while not list(d.copies.glob("*.part*")) and \
                    time.monotonic() < until:
                time.sleep(0.002)
            time.sleep(0.01 * n)
            d.kill()
            # One whose pages were all there may still be checked and named.
            time.sleep(0.3)
            names = sorted(p.name for p in d.copies.iterdir())
            parts = [x for x in names if ".part" in x]
            self.assertLessEqual(len({x.split(".part")[0] for x in parts}),
                                 1, names)
            for x in set(names) - set(parts):
                self.whole(d.copies / x)
                (d.copies / x).unlink()
        d.log.unlink()
        d.start(*SLOW)
        d.wait_said("backup made")
        d.stop()
        self.assertEqual([p.name for p in d.copies.iterdir()
                          if ".part" in p.name], [])

    def test_a_stop_in_its_middle(self):
        d = self.nightly()
        self.grown(d, 60)
        shutil.rmtree(d.copies)
        d.start(*SLOW)
        d.wait_ready()
        self.assertEqual(d.stop(), OK)
        self.assertEqual([p.name for p in d.copies.iterdir()
                          if ".part" in p.name], [])

    def test_letters_do_not_wait_for_it(self):
        """A large copy goes in steps: the socket answers all the while."""
        d = self.daemon()
        self.grown(d, 200)
        d.start(*SLOW)
        d.wait_ready()
        worst, answers = 0., 0
        run = subprocess.Popen(
            [str(w) for w in (PROGRAM, "backup", d.dir / "big.db",
                              "--socket", d.socket)],
            stdout=subprocess.DEVNULL)
        while run.poll() is None:
            begun = time.monotonic()
            self.assertEqual(d.ctl("outbox", "--limit=1").returncode, OK)
            worst = max(worst, time.monotonic() - begun)
            answers += 1
        self.assertEqual(run.returncode, OK)
        self.whole(d.dir / "big.db")
        self.assertGreater(answers, 5)
        self.assertLess(worst, 1.)


class FullDisk(Backups):
    def small_disk(self, d):
        mount = d.dir / "disk"
        mount.mkdir()
        if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=128k", "none",
                           str(mount)], capture_output=True,
                          check=False).returncode:
            self.skipTest("no right to mount a small disk")
        self.addCleanup(subprocess.run, ["umount", str(mount)])
        return mount

    def test_no_room_for_the_copy(self):
        d = self.daemon()
        mount = self.small_disk(d)
        self.assertEqual(d.run(*FAST, "--until=2021-11-01"), OK)
        off = srokctl("backup", mount, "--database", d.database, "--socket",
                      d.socket)
        self.assertEqual(off.returncode, IOERR, off.stderr)
        self.assertIn("the disk is full", off.stderr)
        self.assertEqual(list(mount.iterdir()), [])
        d.start(*SLOW)
        d.wait_ready()
        run = d.ctl("backup", mount)
        self.assertEqual(run.returncode, IOERR, run.stderr)
        self.assertIn("the disk is full", run.stderr)
        self.assertEqual(list(mount.iterdir()), [])
        # The daemon itself goes on.
        self.assertEqual(d.ctl("verify").returncode, OK)
        self.assertEqual(d.stop(), OK)


class Offline(Backups):
    def test_the_file_itself(self):
        d = self.nightly()
        self.assertEqual(d.run(*FAST, "--until=2021-11-01"), OK)
        args = ("--database", d.database, "--socket", d.socket)
        run = srokctl("backup", *args, "--config", d.config)
        self.assertEqual(run.returncode, OK, run.stderr)
        self.assertIn("srokd is not running", run.stderr)
        path = pathlib.Path(run.stdout.strip())
        self.assertEqual(path.parent, d.copies)
        self.whole(path)
        run = srokctl("backup", d.dir / "x.db", *args)
        self.assertEqual(run.returncode, OK, run.stderr)
        run = srokctl("backup", d.dir / "x.db", *args)
        self.assertEqual(run.returncode, CANTCREAT)
        run = srokctl("backup", *args)
        self.assertEqual(run.returncode, CONFIG)
        self.assertEqual(sorted(p.name for p in d.dir.iterdir()
                                if p.name.startswith("x.")), ["x.db"])

    def test_a_seal_that_lies(self):
        d = self.daemon()
        part = d.dir / "x.db.part"
        for seal in ("", "x", "1:%s:1" % ("0" * 64)):
            part.write_bytes(b"no database")
            run = subprocess.run(
                [d.command()[0], "--settle-copy", d.dir / "x.db", "--seal",
                 seal], capture_output=True, check=False)
            self.assertNotEqual(run.returncode, OK)
            self.assertIn(b"x.db", run.stdout)
            self.assertFalse((d.dir / "x.db").exists())


if __name__ == "__main__":
    unittest.main()
