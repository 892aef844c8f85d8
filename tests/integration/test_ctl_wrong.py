"""srokctl in the hands of one who errs: each mistake is told, with its place
and the exit code of its kind, and nothing of it stays."""

import os
import pathlib
import shutil
import signal
import sqlite3
import subprocess
import tempfile
import time
import unittest

from ctl_run import (CONFIG, DATAERR, IOERR, NOINPUT, OK, PROGRAM, PROTOCOL,
                     RULES, UNAVAILABLE, USAGE, srokctl)
from daemon_run import Case

TEMPFAIL = 75
HEAD = "id,at,kind,rule,body,date,window,ref,note\n"
RULE = "strezhevoy-2021/31"
SPAN = ("--rules", RULES, "--from=2021-10-14", "--to=2021-12-31")


class Days(unittest.TestCase):
    def test_days_that_are_none(self):
        for day, why in (("2023-02-30", "there is no such day"),
                         ("2023-02-29", "there is no such day"),
                         ("0000-01-01", "there is no such day"),
                         ("9999-01-01", "there is no such day"),
                         ("01.02.2023", "a day is written 2021-10-14"),
                         ("", "a day is written 2021-10-14")):
            run = srokctl("plan", f"--from={day}")
            self.assertEqual(run.returncode, USAGE)
            self.assertEqual(run.stdout, "")
            self.assertIn(f"--from: '{day}' cannot be taken: {why}",
                          run.stderr)


class Places(unittest.TestCase):
    """Directories and files that are not what they should be."""

    def setUp(self):
        self.dir = pathlib.Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.dir)

    def test_a_directory_without_rules(self):
        run = srokctl("check", self.dir)
        self.assertEqual(run.returncode, OK)
        self.assertIn("no rule file (*.yaml) stands in", run.stderr)
        self.assertEqual(srokctl("check", "--format=json",
                                 self.dir).stderr, "[]\n")
        run = srokctl("plan", "--rules", self.dir)
        self.assertEqual((run.returncode, run.stdout), (OK, ""))
        self.assertIn("no roadmap stands in", run.stderr)

    def test_no_rules_at_all(self):
        run = srokctl("explain", RULE, cwd=self.dir)
        self.assertEqual(run.returncode, DATAERR)
        self.assertIn("name them with --rules", run.stderr)
        self.assertEqual(len(run.stderr.splitlines()), 1)
        run = srokctl("explain", "июнь/юль", cwd=self.dir)
        self.assertEqual(run.returncode, DATAERR)
        self.assertIn("so 'июнь/юль' is read as a term", run.stderr)
        self.assertIn("did you mean 'июль'?", run.stderr)

    def test_a_device(self):
        run = srokctl("check", "/dev/null")
        self.assertEqual(run.returncode, DATAERR)
        self.assertIn("a pipe or a device, and no file", run.stderr)

    def test_a_directory_that_may_not_be_read(self):
        if os.getuid() == 0:
            self.skipTest("root may read everything")
        self.dir.chmod(0)
        self.addCleanup(self.dir.chmod, 0o700)
        self.assertEqual(srokctl("check", self.dir).returncode, 77)

    def database(self, name, data):
        path = self.dir / name
        path.write_bytes(data)
        return path

    def test_files_that_are_no_database(self):
        other = self.dir / "other.db"
        base = sqlite3.connect(other)
        base.execute("CREATE TABLE x (y)")
        base.commit()
        base.close()
        for path, code, why in (
                (self.database("text.db", b"hello, world"), DATAERR,
                 "no SQLite database"),
                (self.database("empty.db", b""), DATAERR, "is empty"),
                (other, DATAERR, "of another program"),
                (self.dir, NOINPUT, "not a regular file"),
                (self.dir / "none.db", NOINPUT, "there is no such file")):
            for command in (["verify"], ["outbox"], ["log", "--list"]):
                run = srokctl(*command, "--database", path, "--socket",
                              self.dir / "none.sock")
                self.assertEqual(run.returncode, code, run.stderr)
                self.assertEqual(run.stdout, "")
                self.assertIn(str(path), run.stderr)
                self.assertIn(why, run.stderr)


class Bytes(unittest.TestCase):
    """Logs as spreadsheets write them."""

    def setUp(self):
        self.dir = pathlib.Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.dir)
        self.log = self.dir / "log.csv"

    def simulate(self, data):
        self.log.write_bytes(data)
        return srokctl("simulate", *SPAN, "--format=tsv", "--log", self.log)

    def line(self, note=b"x", day=b"2021-11-10", end=b"\n"):
        return (HEAD.encode().replace(b"\n", end) + b"a,2021-11-10,done,"
                + RULE.encode() + b",," + day + b",,," + note + end)

    def test_line_ends_and_marks(self):
        whole = self.simulate(self.line())
        self.assertEqual(whole.returncode, OK, whole.stderr)
        for data in (self.line(end=b"\r\n"), b"\xef\xbb\xbf" + self.line(),
                     self.line().replace(b",", b";")):
            run = self.simulate(data)
            self.assertEqual((run.returncode, run.stdout),
                             (OK, whole.stdout), run.stderr)

    def test_what_is_no_text(self):
        for note, place, why in (
                ("протокол".encode("cp1251"), "2:52", "no UTF-8"),
                ("я".encode() + b"\xff", "2:53", "no UTF-8"),
                (b"a\0b", "2:53", "a NUL byte")):
            run = self.simulate(self.line(note))
            self.assertEqual((run.returncode, run.stdout), (DATAERR, ""))
            self.assertIn(f"log.csv:{place}: error: ", run.stderr)
            self.assertIn(why, run.stderr)
            self.assertIn("UTF-8", run.stderr)
        run = self.simulate(self.line().decode().encode("utf-16"))
        self.assertEqual(run.returncode, DATAERR)
        self.assertIn("log.csv:1:1: error: the file is UTF-16", run.stderr)

    def test_days_that_are_none(self):
        for day in (b"2023-02-30", b"0000-01-01", b"9999-12-31",
                    b"30.02.2023"):
            run = self.simulate(self.line(day=day))
            self.assertEqual((run.returncode, run.stdout), (DATAERR, ""))
            self.assertIn(f"log.csv:2:39: error: there is no '{day.decode()}'",
                          run.stderr)
            self.assertIn("    2 | a,2021-11-10,done,", run.stderr)

    def test_a_quote_without_end(self):
        run = self.simulate(self.line(b'"a\n\n\n'))
        self.assertIn("log.csv:2:52: error: a quoted field has no end",
                      run.stderr)

    def test_a_huge_note(self):
        run = self.simulate(self.line(b"x" * 3000000))
        self.assertEqual(run.returncode, DATAERR)
        self.assertIn("log.csv:2:1: error: the note is longer than 4000 "
                      "characters", run.stderr)


class Streams(unittest.TestCase):
    COMMANDS = (["plan", "--rules", RULES, "--format=html"],
                ["plan", "--rules", RULES, "--format=ics"],
                ["simulate", *SPAN], ["explain", "E0101"], ["--help"],
                ["diff", "--from=2022-01-10", RULES, RULES])

    def run_to(self, words, stdout):
        return subprocess.run([str(PROGRAM), *map(str, words)],
                              stdin=subprocess.DEVNULL, stdout=stdout,
                              stderr=subprocess.PIPE, timeout=120,
                              check=False)

    def test_a_full_disk(self):
        for words in self.COMMANDS:
            with open("/dev/full", "wb") as full:
                run = self.run_to(words, full)
            self.assertEqual(run.returncode, IOERR, words)
            self.assertIn(b"No space left on device", run.stderr)

    def test_a_reader_that_went_away(self):
        for words in self.COMMANDS:
            read, write = os.pipe()
            os.close(read)
            run = self.run_to(words, write)
            os.close(write)
            self.assertEqual(run.returncode, IOERR, words)
            self.assertNotIn(b"Broken pipe", run.stderr)


class Running(Case):
    def setUp(self):
        super().setUp()
        self.daemon_ = self.daemon()
        self.daemon_.start("--virtual-from=2021-10-14", "--rate=1")
        self.daemon_.wait_ready()

    def entries(self):
        run = self.daemon_.ctl("log", "--list", "--format=tsv")
        return run.stdout.splitlines()

    def test_texts_that_cannot_stay(self):
        ctl = self.daemon_.ctl
        for words, code, why in (
                (["--note", b"\xcf\xf0"], USAGE, "--note: not UTF-8"),
                (["--author", b"\xff"], USAGE, "--author: not UTF-8"),
                (["--note", "я" * 4001], DATAERR, "longer than 4000"),
                (["--note", "x" * 100000], DATAERR, "larger than"),
                (["--author", "я" * 201], DATAERR, "longer than 200"),
                (["--key", "к" * 201], DATAERR, "longer than 200"),
                (["--body", "яz" * 300], DATAERR, "яz")):
            run = ctl("log", RULE, *words)
            self.assertEqual(run.returncode, code, run.stderr)
            self.assertIn(why, run.stderr)
        self.assertEqual(self.entries(), [])
        self.assertEqual(ctl("log", RULE, "--note", "я" * 4000).returncode,
                         OK)

    def test_a_letter_that_is_gone(self):
        daemon = self.daemon("b")
        daemon.run("--virtual-from=2021-10-14", "--until=2021-10-20",
                   "--rate=0")
        daemon.start("--virtual-from=2021-10-14", "--rate=1")
        daemon.wait_ready()
        for action, done in (("cancel", "cancelled"),
                             ("release", "released"),
                             ("retry", "tried again now")):
            run = daemon.ctl("outbox", action, "1")
            self.assertEqual(run.returncode, DATAERR)
            self.assertIn(f"letter 1 is sent: it cannot be {done}",
                          run.stderr)

    def test_a_second_daemon(self):
        second = self.daemon("second")
        command = self.daemon_.command("--virtual-from=2021-10-14")
        run = subprocess.run(command, capture_output=True, timeout=60,
                             check=False)
        self.assertEqual(run.returncode, TEMPFAIL)
        self.assertIn(b"another srokd works on this file", run.stderr)
        second.socket = self.daemon_.socket
        self.assertEqual(second.run("--virtual-from=2021-10-14",
                                    "--until=2021-10-15"), 73)
        self.assertIn("another srokd listens there", second.said())
        self.assertEqual(self.daemon_.ctl("verify").returncode, OK)

    def test_the_file_is_held(self):
        run = srokctl("verify", "--database", self.daemon_.database,
                      "--socket", self.daemon_.dir / "none.sock")
        self.assertEqual(run.returncode, TEMPFAIL)
        self.assertIn("srokd does not answer", run.stderr)
        self.assertIn("is running and holds the file", run.stderr)

    def test_it_is_killed_while_it_is_asked(self):
        process = self.daemon_.process
        process.send_signal(signal.SIGSTOP)
        asked = subprocess.Popen([str(PROGRAM), "log", RULE, "--socket",
                                  str(self.daemon_.socket)],
                                 stderr=subprocess.PIPE)
        time.sleep(0.5)
        self.assertIsNone(asked.poll())
        self.daemon_.kill()
        _, said = asked.communicate(timeout=60)
        self.assertEqual(asked.returncode, PROTOCOL)
        self.assertIn(b"whether it was done is not known", said)
        run = self.daemon_.ctl("log", RULE)
        self.assertEqual(run.returncode, UNAVAILABLE)

    def test_a_file_of_a_newer_program(self):
        self.daemon_.stop()
        base = sqlite3.connect(self.daemon_.database)
        base.execute("PRAGMA user_version = 99")
        base.close()
        run = srokctl("verify", "--database", self.daemon_.database,
                      "--socket", self.daemon_.socket)
        self.assertEqual(run.returncode, CONFIG)
        self.assertIn("written by a newer srokd", run.stderr)

    def test_a_file_that_is_cut(self):
        self.daemon_.stop()
        data = self.daemon_.database.read_bytes()
        cut = self.daemon_.dir / "cut.db"
        cut.write_bytes(data[:len(data) // 2])
        run = srokctl("verify", "--database", cut, "--socket",
                      self.daemon_.socket)
        self.assertEqual((run.returncode, run.stdout), (DATAERR, ""))
        self.assertIn("damaged", run.stderr)


if __name__ == "__main__":
    unittest.main()
