"""The activity log: results against what a rule asks for, import, export."""

import csv
import hashlib
import io
import json
import os
import shutil
import unittest

from ctl_run import DATAERR, NOINPUT, OK, ROOT, USAGE
from test_ctl_daemon import Case as DaemonCase


class Case(DaemonCase):
    start = "2023-09-20"
    orders = ["livny-2023"]

    def prepare(self, directory):
        """Before the daemon starts."""
        for order in self.orders:
            for place in ("rules", "tests/data/orders"):
                path = ROOT / place / f"{order}.yaml"
                if path.exists():
                    shutil.copy(path, f"{directory}/rules")

    def entries(self, rule):
        text = self.ctl("log", rule, "--list", "--format=json").stdout
        return json.loads(text)


class Results(Case):
    def log(self, rule, *args, code=OK):
        return self.ctl("log", f"livny-2023/{rule}", "--on=2023-09-19",
                        "--body=liv-school-1", *args, code=code)

    def kept(self, rule):
        return json.loads(self.entries(f"livny-2023/{rule}")[-1]["evidence"])

    def test_a_figure(self):
        run = self.log("pg-6", code=DATAERR)
        self.assertIn("'Доля педагогов до 35 лет' is missing", run.stderr)
        for value in ("many", "101", "-1"):
            self.log("pg-6", "--result=" + value, code=DATAERR)
        self.assertEqual(self.entries("livny-2023/pg-6"), [])
        self.log("pg-6", "--result", "23,5 %")
        self.assertEqual(self.kept("pg-6"),
                         {"Доля педагогов до 35 лет": 23.5})

    def test_several_by_name(self):
        run = self.log("pg-7", "Вакансии=3", code=DATAERR)
        self.assertIn("'Вакансий' is", run.stderr)
        self.log("pg-7", "Вакансий", code=USAGE)
        self.log("pg-7", "Вакансий=3", "Должности=учитель физики")
        self.assertEqual(self.kept("pg-7"),
                         {"Вакансий": 3, "Должности": "учитель физики"})

    def test_a_file_by_its_hash(self):
        path = f"{self.daemon.dir}/справка.pdf"
        with open(path, "wb") as f:
            f.write(b"%PDF-1.4 " + bytes(range(256)) * 400)
        self.ctl("log", "strezhevoy-2021/31", "--on=2023-09-19",
                 "--result=@" + path)
        kept = json.loads(self.entries("strezhevoy-2021/31")[0]["evidence"])
        with open(path, "rb") as f:
            data = f.read()
        self.assertEqual(list(kept.values()), [
            {"file": "справка.pdf", "size": len(data),
             "sha256": hashlib.sha256(data).hexdigest()}])
        self.ctl("log", "strezhevoy-2021/31", "--result=@/nowhere/a.pdf",
                 code=NOINPUT)

    def test_without_the_result(self):
        self.log("pg-6", "--without-result")
        self.assertEqual(self.entries("livny-2023/pg-6")[0]["evidence"], "")


class Import(Case):
    HEADER = "id,at,kind,rule,body,date,window,ref,note,result\n"

    def file(self, text):
        path = f"{self.daemon.dir}/in.csv"
        with open(path, "w", encoding="utf-8") as f:
            f.write(text)
        return path

    def test_the_same_file_twice_and_a_longer_one(self):
        lines = ("a,2023-03-10,done,strezhevoy-2021/31,,,,,протокол 1,\n"
                 "b,2023-06-10,done,strezhevoy-2021/31,,2023-06-09,,,,\n"
                 "c,2023-06-11,void,,,,,b,не тот день,\n")
        path = self.file(self.HEADER + lines)
        self.assertEqual(self.ctl("log", "--import", path).stdout,
                         "3 entered, 0 were there already, 0 refused\n")
        self.assertEqual(self.ctl("log", "--import", path).stdout,
                         "0 entered, 3 were there already, 0 refused\n")
        self.file(self.HEADER + lines +
                  "d,2023-09-19,done,livny-2023/pg-6,liv-school-1,,,,,"
                  "\"23,5\"\n")
        self.assertEqual(self.ctl("log", "--import", path).stdout,
                         "1 entered, 3 were there already, 0 refused\n")
        dates = [(e["kind"], e["date"])
                 for e in self.entries("strezhevoy-2021/31")]
        self.assertEqual(dates[:2], [("done", "2023-03-10"),
                                     ("done", "2023-06-09")])
        self.ctl("verify")

    def test_what_is_wrong_has_its_place(self):
        path = self.file(self.HEADER + "a,yesterday,done,x/1\nb,2023-03-10,did"
                         ",x/1\n")
        run = self.ctl("log", "--import", path, code=DATAERR)
        self.assertIn(f"{path}:2:3: error", run.stderr)
        self.assertIn(f"{path}:3:14: error", run.stderr)
        path = self.file(
            self.HEADER + "a,2023-03-10,done,strezhevoy-2021/99,,,,,,\n"
            "b,2023-03-10,void,,,,,a,,\n"
            "c,2023-09-10,done,livny-2023/pg-6,liv-school-1,,,,,much\n"
            "d,2023-03-10,done,strezhevoy-2021/31,,,,,,\n")
        run = self.ctl("log", "--import", path, code=DATAERR)
        self.assertEqual(run.stdout,
                         "1 entered, 0 were there already, 3 refused\n")
        for line in (2, 3, 4):
            self.assertIn(f"{path}:{line}:1: error", run.stderr)
        self.assertIn("must be a figure", run.stderr)
        self.ctl("log", "--import", "/nowhere.csv", code=NOINPUT)

    def test_a_list_is_by_day_then_entry(self):
        for rule, day in (("31", "2023-03-10"), ("4", "2023-09-04"),
                          ("31", "2023-02-01"), ("3", "2023-03-10")):
            self.ctl("log", f"strezhevoy-2021/{rule}", f"--on={day}")
        rows = json.loads(self.ctl("log", "--list", "--format=json").stdout)
        self.assertEqual([(row["date"], row["id"]) for row in rows],
                         [("2023-02-01", 3), ("2023-03-10", 1),
                          ("2023-03-10", 4), ("2023-09-04", 2)])
        said = [line.split()[:2] for line in
                self.ctl("log", "--list").stdout.splitlines()[1:]]
        self.assertEqual(said, [[str(row["id"]), row["date"]]
                                for row in rows])

    def test_an_export_is_an_import(self):
        self.ctl("log", "strezhevoy-2021/31", "--on=2023-03-10",
                 "--note", 'сказано "да",\nи подписано', "--author=офицер")
        self.ctl("void", "1", "--note=ошибка")
        self.ctl("extend", "strezhevoy-2021/3", "--window=2023-12-31",
                 "--until=2024-01-31", "--decided-by=head")
        self.ctl("schedule", "strezhevoy-2021/20", "2023-10-02..2023-10-06",
                 "2023-11-07")
        self.ctl("log", "livny-2023/pg-7", "--body=liv-school-1",
                 "--on=2023-09-19", "Вакансий=0")
        exported = self.ctl("log", "--list", "--format=csv").stdout
        rows = list(csv.DictReader(io.StringIO(exported, newline="")))
        self.assertEqual(len(rows), 6)
        self.assertEqual(rows[0]["note"], 'сказано "да",\nи подписано')
        self.daemon.stop()
        os.remove(self.daemon.database)
        for more in ("-wal", "-shm"):
            if os.path.exists(self.daemon.database + more):
                os.remove(self.daemon.database + more)
        self.daemon.run()
        path = f"{self.daemon.dir}/out.csv"
        with open(path, "w", encoding="utf-8", newline="") as f:
            f.write(exported)
        self.assertEqual(self.ctl("log", "--import", path).stdout,
                         "6 entered, 0 were there already, 0 refused\n")
        again = self.ctl("log", "--list", "--format=csv").stdout

        def facts(text):
            got = list(csv.DictReader(io.StringIO(text, newline="")))
            ids = {row["id"]: n for n, row in enumerate(got)}
            return sorted([str(ids.get(row["ref"]))] + [row[k] for k in (
                "kind", "rule", "body", "date", "window", "note", "result",
                "author", "decided_by")] for row in got)

        self.assertEqual(facts(again), facts(exported))


class Keys(Case):
    orders = []

    def test_a_repeat_of_what_could_not_be_done_again(self):
        """The key is asked first: an entry taken back twice is a fault, the
        same request repeated is none."""
        self.ctl("log", "strezhevoy-2021/31", "--on=2023-03-10")
        first = self.ctl("void", "1", "--key=k").stdout
        self.assertEqual(first, "entry 2: void 1\n")
        self.assertEqual(self.ctl("void", "1", "--key=k").stdout,
                         "entry 2: void 1, entered before\n")
        self.ctl("void", "1", code=DATAERR)


if __name__ == "__main__":
    unittest.main()
