#!/usr/bin/python3
"""The rooms and who may know whom: fails on an arrow upwards and on a cycle.

usage: layers.py [--dot | --list]

A room may include itself and the rooms named here. Headers that more than
half of all files include are named too: nothing may become a header that
everything includes.
"""
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
MAY = {
    "core": set(),
    "load": {"core"},
    "store": {"core"},
    "compose": {"core"},
    "turn": {"core", "load", "store", "compose"},
    "web": {"core", "load", "store", "compose", "turn"},
    "loop": {"core", "load", "store", "compose", "turn", "web"},
    "srokd": {"core", "load", "loop"},
    "ctl": {"core", "load", "store", "compose", "turn"},
    "notifiers": {"core"},
}
# The sender knows the core's smallest parts only (design: senders are
# processes of their own).
SENDER_CORE = {"alloc.h", "arena.h", "str.h", "date.h", "wire.h"}
# Library headers and the rooms that may know them.
LIBRARIES = {
    "ev.h": {"loop"},
    "microhttpd.h": {"web"},
    "sqlite3.h": {"store"},
    "yaml.h": {"load"},
    "curl/curl.h": {"notifiers"},
    "idn2.h": {"load", "notifiers"},
    "sodium.h": {"store", "turn", "notifiers"},
    "utf8proc.h": {"core", "load"},
    "jansson.h": {"web", "turn", "ctl", "compose", "notifiers"},
    "libsmartcols/libsmartcols.h": {"ctl"},
    "libsmartcols.h": {"ctl"},
}
# The clock is known to the loop and to I/O limits of senders alone.
PURE = {"core", "compose", "turn", "store", "load"}
IMPURE = re.compile(
    r"\b(time|clock_gettime|gettimeofday|localtime|strftime|setlocale|getenv)"
    r"\s*\(")


def sources():
    for top in ("daemon", "notifiers"):
        for path in sorted((ROOT / top).rglob("*.[ch]")):
            yield path


def room_of(path):
    parts = path.relative_to(ROOT).parts
    if parts[0] == "notifiers":
        return "notifiers"
    return parts[1] if len(parts) > 2 else path.stem


def includes(text):
    return re.findall(r'^\s*#\s*include\s+([<"])([^>"]+)[>"]', text, re.M)


def main():
    bad, graph, arrows, count, files = [], {}, {}, {}, 0
    for path in sources():
        name, room = path.relative_to(ROOT), room_of(path)
        text = path.read_text(encoding="utf-8")
        files += 1
        if room not in MAY:
            bad.append(f"{name}: an unknown room '{room}'")
            continue
        for kind, header in includes(text):
            if kind == "<":
                allowed = LIBRARIES.get(header)
                if allowed is not None and room not in allowed:
                    bad.append(f"{name}: <{header}> is not for {room}")
                continue
            where = "daemon" if (ROOT / "daemon" / header).exists() else \
                "notifiers"
            target = ROOT / where / header
            if not target.exists():
                bad.append(f"{name}: \"{header}\" does not exist")
                continue
            count[header] = count.get(header, 0) + 1
            other = room_of(target)
            graph.setdefault(str(name), set()).add(
                str(target.relative_to(ROOT)))
            if other == room:
                continue
            arrows.setdefault(room, set()).add(other)
            if other not in MAY[room]:
                bad.append(f"{name}: {room} may not know {other} ({header})")
            if room == "notifiers" and target.name not in SENDER_CORE:
                bad.append(f"{name}: senders may not know {header}")
        code = re.sub(r"/\*.*?\*/|\"(\\.|[^\"\\])*\"", "", text, flags=re.S)
        if room in PURE:
            for m in IMPURE.finditer(code):
                bad.append(f"{name}: {m.group(1)}() in a room without a clock")
    bad += cycles(graph)
    for header, n in sorted(count.items()):
        # Basic types may be known to many, a header of everything to none.
        if n > files / 2:
            bad.append(f"{header}: included by {n} of {files} files")
    if "--list" in sys.argv:
        for room in MAY:
            print(f"{room:10} -> {' '.join(sorted(arrows.get(room, ())))}")
    for line in bad:
        print(line, file=sys.stderr)
    if not bad:
        print(f"layers: {files} files, no arrow upwards, no cycle")
    return 1 if bad else 0


def cycles(graph):
    """Headers that include each other, whatever the way round."""
    found, done, trail = [], set(), []

    def visit(node):
        if node in trail:
            found.append("cycle: " + " -> ".join(
                trail[trail.index(node):] + [node]))
            return
        if node in done:
            return
        trail.append(node)
        for after in sorted(graph.get(node, ())):
            if after.endswith(".h"):
                visit(after)
        trail.pop()
        done.add(node)

    for node in sorted(graph):
        visit(node)
    return found


if __name__ == "__main__":
    sys.exit(main())
