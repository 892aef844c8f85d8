"""The daemon, its sender and a real Postfix: accepted, refused, deferred."""

import collections
import contextlib
import sqlite3
import unittest

from ctl_run import OK, tsv
from daemon_run import MAIL, Case, parse
from real_postfix import Postfix

FROM = "2021-10-14"
REFUSED = "school-6@strezhevoy.example"
DEFERRED = "school-3@strezhevoy.example"
# columns of "srokctl outbox --format=tsv"
ADDRESS, STATE, ATTEMPTS, REPLY = 4, 5, 6, 8


class Delivered(Case):
    def setUp(self):
        super().setUp()
        self.postfix = Postfix(self.directory)

    def srokd(self, until, d=None):
        d = d or self.daemon(config=MAIL.format(port=self.postfix.port))
        self.assertEqual(d.run("--virtual-from", FROM, "--until", until,
                               "--rate", "0"), OK, d.said())
        return d

    def outbox(self, d):
        run = d.ctl("outbox", "--database", d.database, "--limit=1000",
                    "--format=tsv")
        self.assertEqual(run.returncode, OK, run.stderr)
        return tsv(run.stdout)

    def test_a_quarter_arrives_whole(self):
        with self.postfix as postfix:
            d = self.srokd("2022-01-15")
            messages = postfix.messages()
        with contextlib.closing(sqlite3.connect(d.database)) as db:
            kept = {row[0].strip("<>"): row[1:] for row in db.execute(
                "SELECT message_id, address, subject, text FROM letter"
                " JOIN delivery d ON d.letter = id"
                " JOIN words w ON w.letter = id WHERE state = 'sent'")}
            other = db.execute("SELECT count(*) FROM delivery"
                               " WHERE state != 'sent'").fetchone()
        self.assertEqual(other, (0,))
        self.assertGreater(len(messages), 20)
        self.assertEqual(len(messages), len(kept))
        self.assertEqual({self.check(m, kept) for m in messages}, set(kept))

    def check(self, content, kept):
        """One message against its row; its Message-ID."""
        message = parse(content)
        self.assertEqual(message.defects, [])
        key = message["Message-ID"].strip("<>")
        address, subject, text = kept[key]
        for name in ("To", "Subject", "Message-ID", "Date", "From"):
            self.assertEqual(len(message.get_all(name)), 1, name)
        self.assertEqual([a.addr_spec for a in message["To"].addresses],
                         [address])
        self.assertEqual(message["Delivered-To"], address)
        self.assertEqual(message["Return-Path"], "<srok@uo.example>")
        self.assertEqual(message["Subject"], subject)
        self.assertEqual(
            message.get_body(("plain",)).get_content().splitlines(),
            text.splitlines())
        self.assertIn("<table", message.get_body(("html",)).get_content())
        received = message.get_all("Received")
        self.assertEqual(len(received), 1)
        self.assertRegex(" ".join(received[0].split()),
                         r"^from uo\.example .*by mx\.example \(Postfix\) "
                         rf"with E?SMTP id \w+ for <{address}>;")
        return key

    def test_a_refused_recipient_is_given_up_at_once(self):
        self.postfix.answers({REFUSED: "550 5.1.1 No such mailbox"})
        with self.postfix as postfix:
            rows = self.outbox(self.srokd("2021-12-01"))
            arrived = self.addresses(postfix)
        refused = [row for row in rows if row[ADDRESS] == REFUSED]
        self.assertTrue(refused)
        for row in refused:
            self.assertEqual(row[STATE:ATTEMPTS + 1], ["given up", "1"])
            self.assertEqual(row[REPLY], f"RCPT: 550 5.1.1 <{REFUSED}>:"
                             " Recipient address rejected: No such"
                             " mailbox")
        self.assertEqual(arrived, self.sent(rows))
        self.assertEqual(sum(arrived.values()), len(rows) - len(refused))

    def test_a_deferred_recipient_waits_and_is_sent(self):
        self.postfix.answers({DEFERRED: "450 4.2.0 Come back later"})
        with self.postfix as postfix:
            d = self.srokd("2021-10-19")
            rows = self.outbox(d)
            waiting = [row for row in rows if row[STATE] == "paused"]
            self.assertTrue(waiting)
            for row in waiting:
                self.assertEqual(row[ADDRESS], DEFERRED)
                self.assertGreater(int(row[ATTEMPTS]), 1)
                self.assertEqual(row[REPLY], f"RCPT: 450 4.2.0 <{DEFERRED}>:"
                                 " Recipient address rejected: Come back"
                                 " later")
            # An older one gave way to a newer that says it all.
            self.assertEqual({row[STATE] for row in rows},
                             {"sent", "paused", "superseded"})
            arrived = self.addresses(postfix)
            self.assertEqual(arrived, self.sent(rows))
            self.assertNotIn(DEFERRED, arrived)
            postfix.answers({})
            rows = self.outbox(self.srokd("2021-10-20", d))
            arrived = self.addresses(postfix)
        self.assertEqual(arrived, self.sent(rows))
        sent = {row[0] for row in rows if row[STATE] == "sent"}
        self.assertLessEqual({row[0] for row in waiting}, sent)

    def test_five_days_of_that_are_the_end(self):
        self.postfix.answers({DEFERRED: "450 4.2.0 Come back later"})
        with self.postfix as postfix:
            rows = self.outbox(self.srokd("2021-11-02"))
            arrived = self.addresses(postfix)
        gone = [row for row in rows if row[STATE] == "given up"]
        self.assertTrue(gone)
        self.assertEqual({row[ADDRESS] for row in gone}, {DEFERRED})
        self.assertTrue(all(int(row[ATTEMPTS]) >= 6 for row in gone))
        self.assertGreater(arrived["admin@uo.example"], 0)

    def addresses(self, postfix):
        return collections.Counter(parse(m)["Delivered-To"]
                                   for m in postfix.messages())

    def sent(self, rows):
        return collections.Counter(row[ADDRESS] for row in rows
                                   if row[STATE] == "sent")


if __name__ == "__main__":
    unittest.main()
