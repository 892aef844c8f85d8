#!/usr/bin/python3
"""Runs every test and ends with a line `N passed, N failed`.

usage: run.py BUILD [BUILD-SAN] [--unit] [--integration] [--only=NAME]

Unit tests are the programs in BUILD/tests (cmocka, TAP), run from the second
build, which has the sanitizers, when there is one; fuzz corpora are replayed
by BUILD/replay; integration tests are the unittest modules in
tests/integration, which drive the programs of the first build.
Two of them run at a time: the machine that counts has two cores.
"""
import concurrent.futures
import os
import pathlib
import re
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
LIMIT_S = 600


def run(command, env):
    begun = time.monotonic()
    try:
        p = subprocess.run(command, cwd=ROOT, env=env, timeout=LIMIT_S,
                           stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                           stderr=subprocess.STDOUT)
        out, code = p.stdout.decode(errors="replace"), p.returncode
    except subprocess.TimeoutExpired as e:
        out = (e.stdout or b"").decode(errors="replace")
        out += f"\nended after {LIMIT_S} s\n"
        code = -1
    return out, code, time.monotonic() - begun


def unit(program, env):
    out, code, seconds = run([str(program)], env)
    ok = len(re.findall(r"^ok \d", out, re.M))
    skipped = len(re.findall(r"^not ok \d+.*# SKIP", out, re.M))
    bad = len(re.findall(r"^not ok \d", out, re.M)) - skipped
    if code != 0 and bad == 0:
        bad = 1
    if code == 0 and ok == 0:
        bad = 1         # a test program that tests nothing has failed
    return program.name, ok, bad, skipped, seconds, out


def replay(program, env):
    """A fuzzer's kept inputs: each file is a test that it does not crash."""
    corpus = ROOT / "tests" / "fuzz" / "corpus" / program.name[len("fuzz_"):]
    files = sorted(str(p) for p in corpus.glob("*")) if corpus.is_dir() else []
    out, code, seconds = run([str(program), *files], env)
    return program.name, len(files) if code == 0 else 0, int(code != 0), 0, \
        seconds, out


def integration(path, env):
    out, code, seconds = run(
        ["/usr/bin/python3", "-X", "dev", "-W", "error::SyntaxWarning",
         "-m", "unittest", "-v", path.stem], env)
    found = re.search(r"^Ran (\d+) tests?", out, re.M)
    total = int(found.group(1)) if found else 0
    bad = 0
    for kind in ("failures", "errors", "unexpected successes"):
        m = re.search(kind + r"=(\d+)", out)
        bad += int(m.group(1)) if m else 0
    if code != 0 and bad == 0 or total == 0:
        bad = max(bad, 1)
    m = re.search(r"skipped=(\d+)", out)
    skipped = int(m.group(1)) if m else 0
    return path.stem, max(total - bad - skipped, 0), bad, skipped, seconds, out


def main():
    builds = [ROOT / a for a in sys.argv[1:] if not a.startswith("--")]
    if not builds:
        sys.exit(__doc__)
    flags = {a for a in sys.argv[1:] if a.startswith("--")}
    names = {f.split("=")[1] for f in flags if f.startswith("--only=")}
    both = not flags & {"--unit", "--integration"}
    env = dict(os.environ, CMOCKA_MESSAGE_OUTPUT="TAP",
               SROK_BUILD=str(builds[0]), LC_ALL="C.UTF-8",
               PYTHONPATH=str(ROOT / "tests" / "integration"),
               PYTHONDONTWRITEBYTECODE="1",
               ASAN_OPTIONS="detect_leaks=1", UBSAN_OPTIONS="print_stacktrace=1")
    jobs = []
    if both or "--integration" in flags:
        jobs += [(integration, p) for p in sorted(
            (ROOT / "tests" / "integration").glob("test_*.py"))]
    if both or "--unit" in flags:
        jobs += [(unit, p) for p in sorted(
            (builds[-1] / "tests").glob("test_*")) if os.access(p, os.X_OK)
            and p.is_file()]
        jobs += [(replay, p) for p in sorted(
            (builds[-1] / "replay").glob("fuzz_*"))]
    jobs = [(f, p) for f, p in jobs
            if not names or any(n in p.name for n in names)]
    passed = failed = skips = 0
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        todo = [pool.submit(f, p, env) for f, p in jobs]
        for job in concurrent.futures.as_completed(todo):
            name, ok, bad, skipped, seconds, out = job.result()
            passed += ok
            failed += bad
            skips += skipped
            print(f"{'FAIL' if bad else 'ok  '} {name:34} {ok:5} passed"
                  f"{f', {bad} failed' if bad else ''}"
                  f"{f', {skipped} skipped' if skipped else ''}"
                  f"  {seconds:.1f} s",
                  flush=True)
            if bad:
                print(out, flush=True)
    if skips:
        print(f"{skips} skipped: this machine lacks what they need")
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
