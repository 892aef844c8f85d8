#!/usr/bin/python3
"""What the daemon costs while nothing happens, beside a floor in the same run.

usage: idle.py BUILD [SECONDS]

Prints RSS, private memory, wake-ups a minute and the time from exec to ready,
each with its ratio to the floor: a process with the same libraries that
sleeps (tests/bench/floor.c). Start times are the least of ten.
"""
import os
import pathlib
import re
import socket
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
STARTS = 10


def memory(pid):
    text = pathlib.Path(f"/proc/{pid}/smaps_rollup").read_text()
    kb = dict(re.findall(r"^(\w+):\s+(\d+) kB", text, re.M))
    return (int(kb["Rss"]) / 1024,
            (int(kb["Private_Clean"]) + int(kb["Private_Dirty"])) / 1024)


def switches(pid):
    return sum(
        int(re.search(r"\nvoluntary_ctxt_switches:\s+(\d+)",
                      task.joinpath("status").read_text()).group(1))
        for task in pathlib.Path(f"/proc/{pid}/task").iterdir())


class Floor:
    def __init__(self, build, directory):
        self.command = [build / "bench" / "floor", f"{directory}/floor.db"]

    def start(self):
        process = subprocess.Popen(self.command, stdout=subprocess.PIPE)
        process.stdout.readline()
        return process


class Daemon:
    def __init__(self, build, directory):
        self.notify = f"{directory}/notify"
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.socket.bind(self.notify)
        self.command = [
            build / "srokd", "--rules", ROOT / "rules", "--database",
            f"{directory}/srok.db", "--spool", f"{directory}/spool",
            "--control", f"{directory}/control.sock"]

    def start(self):
        process = subprocess.Popen(
            self.command, stderr=subprocess.DEVNULL,
            env={**os.environ, "NOTIFY_SOCKET": self.notify})
        while b"READY=1" not in self.socket.recv(4096):
            pass
        return process


def end(process):
    process.terminate()
    process.wait(20)
    if process.stdout:
        process.stdout.close()


def start_ms(program):
    best = None
    for _ in range(STARTS):
        begun = time.perf_counter()
        process = program.start()
        took = (time.perf_counter() - begun) * 1000
        end(process)
        best = took if best is None else min(best, took)
    return best


def main():
    build = ROOT / sys.argv[1]
    seconds = int(sys.argv[2]) if len(sys.argv) > 2 else 60
    with tempfile.TemporaryDirectory() as directory:
        programs = {"floor": Floor(build, directory),
                    "srokd": Daemon(build, directory)}
        starts = {name: start_ms(p) for name, p in programs.items()}
        running = {name: p.start() for name, p in programs.items()}
        time.sleep(8)
        before = {name: switches(p.pid) for name, p in running.items()}
        time.sleep(seconds)
        rows = {}
        for name, p in running.items():
            rss, private = memory(p.pid)
            wakes = (switches(p.pid) - before[name]) * 60 / seconds
            rows[name] = (rss, private, wakes, starts[name])
        for p in running.values():
            end(p)
    floor, daemon = rows["floor"], rows["srokd"]
    print(f"{'':24}{'floor':>10}{'srokd':>10}{'ratio':>8}")
    for i, what in enumerate(("RSS, MiB", "private, MiB",
                              "wake-ups a minute", "ready after, ms")):
        ratio = f"{daemon[i] / floor[i]:.2f}" if floor[i] else "-"
        print(f"{what:24}{floor[i]:10.2f}{daemon[i]:10.2f}{ratio:>8}")


if __name__ == "__main__":
    main()
