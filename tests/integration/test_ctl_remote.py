"""srokctl's side of the control socket: against answers that a daemon should
never give, and against no daemon at all. The real one: test_ctl_daemon.py."""

import json
import os
import shutil
import socket
import sqlite3
import tempfile
import threading
import unittest

from ctl_run import (CONFIG, DATAERR, NOINPUT, OK, PROTOCOL, RULES,
                     UNAVAILABLE, USAGE, srokctl)


class Answers:
    """Listens on a socket, keeps each request, gives one scripted answer."""

    def __init__(self, path, answer):
        self.requests, self.answer = [], answer
        self.listener = socket.socket(socket.AF_UNIX)
        self.listener.bind(path)
        self.listener.listen()
        self.thread = threading.Thread(target=self.serve)
        self.thread.start()

    def serve(self):
        while True:
            peer, _ = self.listener.accept()
            with peer:
                data = peer.recv(65536)
                if not data:
                    return
                head, _, body = data.partition(b"\r\n\r\n")
                for line in head.split(b"\r\n"):
                    if line.lower().startswith(b"content-length:"):
                        while len(body) < int(line.split(b":")[1]):
                            body += peer.recv(65536)
                self.requests.append((head.decode(), body.decode()))
                peer.sendall(self.answer)

    def close(self, path):
        with socket.socket(socket.AF_UNIX) as s:
            s.connect(path)
        self.thread.join()
        self.listener.close()


def http(body, status="200 OK", length=None):
    body = body.encode()
    length = len(body) if length is None else length
    return (f"HTTP/1.0 {status}\r\nContent-Type: application/json\r\n"
            f"Content-Length: {length}\r\n\r\n").encode() + body


class Case(unittest.TestCase):
    def setUp(self):
        self.dir = tempfile.mkdtemp()
        self.addCleanup(shutil.rmtree, self.dir)
        self.socket = f"{self.dir}/control.sock"

    def ask(self, answer, *args):
        server = Answers(self.socket, answer)
        try:
            run = srokctl(*args, "--socket", self.socket)
        finally:
            server.close(self.socket)
            os.unlink(self.socket)
        self.requests = server.requests
        return run


ROW = {"roadmap": "r", "item": "31", "body": "uo", "title": "Заседания",
       "start": "2022-01-01", "due": "2022-12-31", "effective": "2022-12-30",
       "last": "2022-12-31", "state": "open", "marks": ["behind"], "done": 1,
       "min": 4, "max": None, "entries": [1]}


def rows(*objects):
    lines = [json.dumps(o, ensure_ascii=False) for o in objects]
    return "".join(line + "\n" for line in lines)


class Lists(Case):
    def test_status(self):
        run = self.ask(http(rows(ROW, {"complete": True, "rows": 1})),
                       "status", "r/31", "--body=uo")
        self.assertEqual(run.returncode, OK, run.stderr)
        self.assertRegex(run.stdout,
                         r"r +31 +uo +1 of 4 +2022-12-31 +open \(behind\) +"
                         "Заседания")
        self.assertEqual(self.requests[0][0].split("\r\n")[0],
                         "GET /v1/status?roadmap=r&item=31&body=uo&state=all "
                         "HTTP/1.0")

    def test_status_tsv(self):
        run = self.ask(http(rows(ROW, {"complete": True, "rows": 1})),
                       "status", "--format=tsv")
        self.assertEqual(run.stdout, "r\t31\tuo\topen\t1\t4\t\t2022-01-01\t"
                         "2022-12-31\t2022-12-31\tbehind\n")

    def test_status_json(self):
        run = self.ask(http(rows(ROW, {"complete": True, "rows": 1})),
                       "status", "--format=json")
        self.assertEqual(json.loads(run.stdout), [ROW])

    def test_query_is_escaped(self):
        self.ask(http(rows({"complete": True, "rows": 0})), "status",
                 "дорога/6 а&b=c")
        self.assertIn("?roadmap=%D0%B4%D0%BE%D1%80%D0%BE%D0%B3%D0%B0"
                      "&item=6%20%D0%B0%26b%3Dc&", self.requests[0][0])

    def test_cut_lists_are_refused(self):
        for body in (rows(ROW), "", rows(ROW, {"complete": True, "rows": 2}),
                     rows({"complete": False}), rows(ROW)[:-20],
                     rows(ROW) + '{"complete": tr',
                     "[]\n", "null\n", "\n\n", "\0\0\0",
                     rows({"error": "no"})):
            run = self.ask(http(body), "status")
            self.assertEqual((body, run.returncode, run.stdout),
                             (body, PROTOCOL, ""))
            self.assertTrue(run.stderr)

    def test_cut_or_odd_answers_are_refused(self):
        whole = http(rows(ROW, {"complete": True, "rows": 1}))
        for answer in (b"", whole[:-1], whole[:40], b"HTTP/1.0 200 OK\r\n",
                       b"SSH-2.0-OpenSSH\r\n\r\n", b"HTTP/1.0 abc\r\n\r\n",
                       b"HTTP/1.0 99999\r\n\r\n", b"\r\n\r\n",
                       b"\0" * 1000, b"HTTP/1." + b"x" * 40000 + b"\r\n\r\n",
                       b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked"
                       b"\r\n\r\n0\r\n\r\n"):
            run = self.ask(answer, "status")
            self.assertEqual((answer[:40], run.returncode),
                             (answer[:40], PROTOCOL))
            self.assertEqual(run.stdout, "")

    def test_odd_rows_do_no_harm(self):
        odd = {"item": 5, "due": [], "marks": [None, 3], "done": "x",
               "state": {}, "max": "y"}
        for f in ("text", "tsv", "json"):
            run = self.ask(http(rows(odd, {"complete": True, "rows": 1})),
                           "status", f"--format={f}")
            self.assertEqual(run.returncode, OK)
        letter = {"id": -1, "sending_at": 1 << 62, "utc_offset": -1}
        for f in ("text", "tsv", "json"):
            run = self.ask(http(rows(letter, {"complete": True, "rows": 1})),
                           "outbox", f"--format={f}")
            self.assertEqual(run.returncode, OK)

    def test_control_characters_stay_in(self):
        odd = dict(ROW, title="a\tb\x1b[31m", body="x\ny")
        run = self.ask(http(rows(odd, {"complete": True, "rows": 1})),
                       "status", "--format=tsv")
        self.assertEqual(len(run.stdout.splitlines()), 1)
        self.assertEqual(run.stdout.count("\t"), 10)
        run = self.ask(http(rows(odd, {"complete": True, "rows": 1})),
                       "status")
        self.assertNotIn("\x1b", run.stdout)


class Errors(Case):
    def test_the_daemons_own_words_and_code(self):
        answer = http(json.dumps({"error": "r has no item '9'",
                                  "hint": "did you mean '6'?",
                                  "exit": DATAERR}), "422 Unprocessable")
        run = self.ask(answer, "log", "r/9")
        self.assertEqual((run.returncode, run.stdout), (DATAERR, ""))
        self.assertEqual(run.stderr, "srokctl log: r has no item '9' "
                         "(did you mean '6'?)\n")

    def test_complaints_of_a_reload(self):
        text = "rules/a.yaml:1:2: error: no [E0101]\n"
        answer = http(json.dumps({"error": "rules not loaded, the old ones "
                                  "stay in force", "hint": text,
                                  "exit": DATAERR}), "422 x")
        run = self.ask(answer, "reload")
        self.assertEqual(run.returncode, DATAERR)
        self.assertTrue(run.stderr.startswith(text))
        self.assertIn("the old ones stay in force", run.stderr)

    def test_errors_that_say_nothing(self):
        for body in ("", "[]", '{"exit": 0}', '{"exit": 99999}', "oops"):
            run = self.ask(http(body, "500 x"), "verify")
            self.assertEqual(run.returncode, PROTOCOL)
            self.assertIn("status 500", run.stderr)


class Entries(Case):
    def sent(self, *args):
        run = self.ask(http('{"id": 7}'), *args)
        self.assertEqual(run.returncode, OK, run.stderr)
        self.assertTrue(run.stdout.startswith("entry 7: "), run.stdout)
        head, body = self.requests[0]
        self.assertTrue(head.startswith("POST /v1/log HTTP/1.0\r\n"))
        return json.loads(body)

    def test_window_of_the_answer(self):
        for said, tail in ((', "window": "2022-12-31"',
                            ", window due 2022-12-31"),
                           (', "window": null', "")):
            run = self.ask(http('{"id": 7' + said + '}'), "log", "r/31")
            self.assertEqual(run.stdout, "entry 7: done r/31%s\n" % tail)

    def test_log(self):
        body = self.sent("log", "r/31", "--on=2022-02-10", "--body=uo",
                         "--window=2022-12-31", "--note=протокол 1",
                         "--author=секретарь", "--key=k1")
        self.assertEqual(body, {
            "kind": "done", "rule": "r/31", "body": "uo",
            "date": "2022-02-10", "window": "2022-12-31",
            "note": "протокол 1", "author": "секретарь", "key": "k1"})

    def test_an_author_is_always_named(self):
        self.assertTrue(self.sent("log", "r/31")["author"])

    def test_other_kinds(self):
        cases = [
            (["log", "r/1", "--partly"], {"kind": "partly"}),
            (["log", "r/1", "--promise=2022-03-01"],
             {"kind": "promise", "until": "2022-03-01"}),
            (["void", "12", "--note=x"],
             {"kind": "void", "ref": 12, "note": "x"}),
            (["accept", "12"], {"kind": "accept", "ref": 12}),
            (["return", "12"], {"kind": "return", "ref": 12}),
            (["waive", "r/1", "--window=2022-06-30", "--decided-by=head"],
             {"kind": "waive", "window": "2022-06-30",
              "decided_by": "head"}),
            (["extend", "r/1", "--window=2022-06-30",
              "--until=2022-07-10"],
             {"kind": "extend", "window": "2022-06-30",
              "until": "2022-07-10"}),
            (["request", "r/1", "--on=2022-02-01"],
             {"kind": "request", "date": "2022-02-01"}),
            (["schedule", "r/1", "2022-03-01..2022-03-15"],
             {"kind": "schedule", "date": "2022-03-01",
              "until": "2022-03-15"}),
            (["schedule", "r/1", "2022-03-01"],
             {"kind": "schedule", "date": "2022-03-01",
              "until": "2022-03-01"}),
        ]
        for args, wanted in cases:
            body = self.sent(*args, "--author=me")
            if args[0] not in ("void", "accept", "return"):
                wanted = {"rule": "r/1", **wanted}
            self.assertEqual(body, {"author": "me", **wanted})

    def test_a_schedule_of_several_windows(self):
        run = self.ask(http('{"id": 7}'), "schedule", "r/1", "2022-03-01",
                       "2022-04-01..2022-04-05")
        self.assertEqual(run.returncode, OK, run.stderr)
        self.assertEqual([json.loads(b)["date"] for _, b in self.requests],
                         ["2022-03-01", "2022-04-01"])
        run = self.ask(http('{"id": 7}'), "schedule", "r/1", "2022-03-01",
                       "2022-13-01")
        self.assertEqual((run.returncode, self.requests), (USAGE, []))

    def test_outbox_acts(self):
        run = self.ask(http('{"id": 5, "state": "queued"}'), "outbox",
                       "release", "5", "6")
        self.assertEqual((run.returncode, run.stdout),
                         (OK, "letter 5: queued\nletter 6: queued\n"))
        self.assertEqual([h.split()[1] for h, _ in self.requests],
                         ["/v1/outbox/5", "/v1/outbox/6"])
        self.assertEqual(json.loads(self.requests[0][1]),
                         {"action": "release"})

    def test_a_broken_chain(self):
        run = self.ask(http('{"entries": 9, "broken": 4}'), "verify")
        self.assertEqual((run.returncode, run.stdout), (DATAERR, ""))
        self.assertIn("entry 4", run.stderr)


class Down(Case):
    """No daemon: writers say so, readers open the file."""

    WRITERS = [["log", "r/1"], ["void", "1"], ["accept", "1"],
               ["waive", "r/1", "--window=2022-06-30"],
               ["extend", "r/1", "--window=2022-06-30",
                "--until=2022-07-01"],
               ["schedule", "r/1", "2022-06-30"], ["request", "r/1"],
               ["outbox", "retry", "1"], ["reload"]]
    READERS = [["status"], ["log", "--list"], ["outbox"], ["outbox", "1"],
               ["verify"]]

    def test_writers(self):
        for args in self.WRITERS:
            run = srokctl(*args, "--socket", self.socket)
            self.assertEqual((args, run.returncode, run.stdout),
                             (args, UNAVAILABLE, ""))
            self.assertIn(self.socket, run.stderr)
            self.assertIn("srokd is not running", run.stderr)

    def test_a_socket_that_nobody_serves(self):
        with socket.socket(socket.AF_UNIX) as s:
            s.bind(self.socket)
        run = srokctl("reload", "--socket", self.socket)
        self.assertEqual(run.returncode, UNAVAILABLE)
        run = srokctl("reload", "--socket", "/tmp/" + "x" * 200)
        self.assertEqual(run.returncode, UNAVAILABLE)

    def test_readers_without_a_file(self):
        for args in self.READERS:
            run = srokctl(*args, "--socket", self.socket, "--database",
                          f"{self.dir}/none.db")
            self.assertNotEqual((args, run.returncode), (args, OK))
            self.assertEqual(run.stdout, "")
            self.assertIn("none.db", run.stderr)
        self.assertEqual(os.listdir(self.dir), [])

    def test_readers_before_the_first_start(self):
        config = f"{self.dir}/srokd.yaml"
        with open(config, "w", encoding="utf-8") as f:
            f.write(f"database: {self.dir}/not/yet.db\n")
        run = srokctl("verify", "--config", config, "--socket", self.socket)
        self.assertEqual(run.returncode, UNAVAILABLE, run.stderr)
        self.assertIn("start it, or name its socket", run.stderr)
        run = srokctl("verify", "--socket", self.socket, "--database",
                      f"{self.dir}/not/yet.db")
        self.assertEqual(run.returncode, NOINPUT, run.stderr)

    def test_readers_of_something_else(self):
        other = f"{self.dir}/other.db"
        with sqlite3.connect(other) as db:
            db.execute("CREATE TABLE a (b)")
        db.close()
        for args in self.READERS:
            run = srokctl(*args, "--socket", self.socket, "--database", other)
            self.assertIn(run.returncode, (DATAERR, CONFIG, NOINPUT))
            self.assertEqual(run.stdout, "")


if __name__ == "__main__":
    unittest.main()
