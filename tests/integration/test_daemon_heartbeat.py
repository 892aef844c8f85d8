"""The heartbeat: each hour while all is well; its troubles are its own."""

import os
import socket
import time
import unittest

from ctl_run import CONFIG, OK
from daemon_run import MAIL, Case, Sink
from fake_http import Receiver

FROM = "--virtual-from=2021-10-14"
FAST = (FROM, "--rate=0")


def closed_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


class Heartbeat(Case):
    def beating(self, url, name="a", more="", private="true"):
        return self.daemon(name, config="administrator: admin@uo.example\n"
                           f"heartbeat: {{url: \"{url}\", allow_private: "
                           f"{private}}}\n{more}")

    def subjects(self, d):
        return sorted((m["To"], m["Subject"]) for m in d.letters())

    def alone(self, day):
        d = self.daemon("alone", config="administrator: admin@uo.example\n"
                        "heartbeat: none\n")
        self.assertEqual(d.run(*FAST, f"--until={day}"), OK, d.said())
        self.assertNotIn("heartbeat", d.said())
        return self.subjects(d)

    def test_each_hour(self):
        with Receiver() as receiver:
            d = self.beating(receiver.url + "/ping/1")
            self.assertEqual(d.run(*FAST, "--until=2021-10-16"), OK, d.said())
            got = receiver.got
        self.assertEqual({(path, body) for path, _, body in got},
                         {("/ping/1", b"")})
        times = [int(h["webhook-timestamp"]) for _, h, _ in got]
        self.assertEqual([b - a for a, b in zip(times, times[1:])],
                         [3600] * 48)
        self.assertEqual(len({h["webhook-id"] for _, h, _ in got}), len(got))
        self.assertNotIn("heartbeat", d.said())
        self.assertNotIn(receiver.url, d.said())
        self.assertEqual(self.subjects(d), self.alone("2021-10-16"))

    def test_one_that_fails_disturbs_no_letter(self):
        want = self.alone("2021-10-15")
        with Receiver(broken=(500, {}, b"no")) as receiver:
            for n, url in enumerate((f"http://127.0.0.1:{closed_port()}/",
                                     receiver.url + "/broken")):
                d = self.beating(url, name=f"d{n}")
                self.assertEqual(d.run(*FAST, "--until=2021-10-15"), OK,
                                 d.said())
                self.assertEqual(d.said().count("heartbeat not taken"), 1)
                self.assertEqual(self.subjects(d), want)
            # Every five minutes instead of each hour.
            self.assertGreater(len(receiver.got), 12 * 23)

    def test_it_is_taken_again(self):
        with Receiver(ping=(503, {}, b"")) as receiver:
            d = self.beating(receiver.url + "/ping")
            d.start(FROM, "--rate=1000")
            d.wait_said("heartbeat not taken")
            receiver.answers["/ping"] = (200, {}, b"")
            d.wait_said("heartbeat taken again")
            self.assertEqual(d.stop(), OK)

    def test_a_receiver_that_hangs(self):
        """On the world's clock letters leave meanwhile, with one sender."""
        with Receiver(slow=15) as receiver:
            d = self.beating(receiver.url + "/slow", more="senders: 1\n")
            d.start()
            d.wait_ready()
            until = time.monotonic() + 10
            while not receiver.got and time.monotonic() < until:
                time.sleep(0.02)
            self.assertEqual(len(receiver.got), 1)
            begun = time.monotonic()
            run = d.ctl("test-send")
            self.assertEqual(run.returncode, OK, run.stdout + run.stderr)
            self.assertLess(time.monotonic() - begun, 5)
            # Nor does the end wait for it.
            begun = time.monotonic()
            self.assertEqual(d.stop(), OK)
            self.assertLess(time.monotonic() - begun, 5)

    def test_no_orphan_holds_up_the_next_start(self):
        with Receiver(slow=15) as receiver:
            d = self.beating(receiver.url + "/slow")
            d.start()
            d.wait_ready()
            until = time.monotonic() + 10
            while not receiver.got and time.monotonic() < until:
                time.sleep(0.02)
            d.kill()
            d.start()
            d.wait_ready()
            run = d.ctl("test-send")
            self.assertEqual(run.returncode, OK, run.stdout + run.stderr)
            d.stop()

    def test_none_while_mail_stands(self):
        """What mail cannot tell of itself is told by silence."""
        with Receiver() as receiver:
            d = self.daemon(config=MAIL.format(port=closed_port()) +
                            f"heartbeat: {{url: \"{receiver.url}/p\", "
                            "allow_private: true}\n")
            self.assertEqual(d.run(*FAST, "--until=2021-10-15"), OK, d.said())
            last = max(int(h["webhook-timestamp"])
                       for _, h, _ in receiver.got)
            # The first letters of 14 October, nine o'clock in Tomsk.
            nine = 1634176800
            self.assertLessEqual(nine - 3600, last)
            self.assertLess(last, nine + 1800 + 3600)
            self.assertEqual(d.said().count("no heartbeat: letters do not "
                                            "leave"), 1)

    def test_the_guard_of_webhooks_holds(self):
        with Receiver() as receiver:
            for url in (receiver.url.replace("http", "https") + "/x",
                        "https://localhost:1/", "https://10.0.0.1:1/"):
                d = self.beating(url, name=f"d{len(self.started)}",
                                 private="false")
                d.start(FROM, "--rate=1")
                d.wait_said("heartbeat not taken")
                d.stop()
                self.assertIn("may not reach", d.said())
            self.assertEqual(receiver.got, [])
        d = self.beating("http://hc.example/x", name="plain",
                         private="false")
        self.assertEqual(d.run(*FAST, "--until=2021-10-15"), CONFIG)
        self.assertIn("plain http is for the local network", d.said())

    def test_an_address_in_a_file(self):
        with Receiver() as receiver:
            path = f"{self.directory}/hc"
            with open(path, "w", encoding="utf-8") as f:
                os.fchmod(f.fileno(), 0o600)
                f.write(f"host 127.0.0.1\nurl {receiver.url}/secret\n")
            d = self.daemon(config="heartbeat: {url_file: %s, "
                            "allow_private: true}\n" % path)
            self.assertEqual(d.run(*FAST, "--until=2021-10-14"), OK, d.said())
            d.start(FROM, "--rate=1")
            until = time.monotonic() + 10
            while not receiver.got and time.monotonic() < until:
                time.sleep(0.02)
            d.stop()
            self.assertEqual(receiver.got[0][0], "/secret")
            self.assertNotIn("secret", d.said())


if __name__ == "__main__":
    unittest.main()
