"""A whole Postfix on a loopback port, from its Debian package.

The package is fetched and unpacked under the build directory, never
installed: mail servers exclude one another as packages and start services.
Its master runs from there on a configuration, queue and maildir of its own.
Root only: master gives each of its programs another user.
"""

import grp
import os
import pathlib
import pwd
import signal
import socket
import subprocess
import time
import unittest

from ctl_run import BUILD

UNPACKED = BUILD / "postfix"
LIB = UNPACKED / "usr" / "lib" / "postfix"
OWNER, READER, GROUP = "nobody", "daemon", "games"      # three different ids
MAIL_UID = pwd.getpwnam(READER).pw_uid
# Its queue is private to OWNER; only master makes these with a package.
QUEUES = "active bounce corrupt defer deferred flush hold incoming private " \
         "saved trace".split()
WAITING = "incoming active deferred".split()
LIFE_S = 300                    # master ends then, whatever became of us

MAIN = """\
compatibility_level = 3.6
command_directory = {root}/usr/sbin
daemon_directory = {lib}/sbin
shlib_directory = {lib}
meta_directory = {root}/etc/postfix
queue_directory = {dir}/queue
data_directory = {dir}/data
maillog_file = {dir}/log
maillog_file_prefixes = {dir}
import_environment = MAIL_CONFIG LANG=C LD_LIBRARY_PATH={lib}
mail_owner = {owner}
default_privs = {reader}
setgid_group = {group}
myhostname = mx.example
mydestination =
mynetworks = 127.0.0.0/8
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
smtpd_peername_lookup = no
alias_maps =
alias_database =
virtual_mailbox_domains = static:all
virtual_mailbox_base = {dir}
virtual_mailbox_maps = static:mail/
virtual_uid_maps = static:{uid}
virtual_gid_maps = static:{uid}
virtual_minimum_uid = {uid}
smtpd_recipient_restrictions =
    check_recipient_access texthash:{dir}/access, permit_mynetworks, reject
"""
# service, kind, private, unprivileged, chroot, wake-up, most, program
MASTER = """\
127.0.0.1:{port} inet n - n - - smtpd
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
proxymap unix - - n - - proxymap
error unix - - n - - error
retry unix - - n - - error
virtual unix - n n - - virtual
anvil unix - - n - 1 anvil
postlog unix-dgram n - n - 1 postlogd
"""


def unpack():
    """The package under the build directory, or the test is skipped."""
    if os.geteuid() != 0:
        raise unittest.SkipTest("a Postfix of one's own needs root")
    master = LIB / "sbin" / "master"
    if not master.exists():
        UNPACKED.mkdir(parents=True, exist_ok=True)
        command("apt-get", "-qq", "download", "postfix", "-o",
                "APT::Sandbox::User=root", "-o", "Acquire::Retries=0", "-o",
                "Acquire::http::Timeout=10")
        package = max(UNPACKED.glob("postfix_*.deb"))
        command("dpkg-deb", "-x", package, UNPACKED)
        package.unlink()
    # A library that this machine lacks shows here and not as a silent port.
    command(UNPACKED / "usr" / "sbin" / "postconf", "-d", "mail_version")


def command(*words):
    try:
        run = subprocess.run(words, cwd=UNPACKED, capture_output=True,
                             env={**os.environ, "LD_LIBRARY_PATH": str(LIB)},
                             timeout=60, check=False)
    except (OSError, subprocess.TimeoutExpired) as e:
        raise unittest.SkipTest(f"no Postfix to be had: {e}") from e
    if run.returncode != 0:
        said = run.stderr.decode(errors="replace").strip().splitlines()
        raise unittest.SkipTest("no Postfix to be had: "
                                f"{words[0]}: {said[-1] if said else ''}")


def settled(path):
    """Postfix waits until a file is no longer so young that it may be half
    written; these are whole."""
    os.utime(path, (0, 0))


class Postfix:
    """Every recipient's letters go to one maildir, but see answers()."""

    def __init__(self, directory):
        unpack()
        self.dir = pathlib.Path(directory) / "postfix"
        self.log = self.dir / "log"
        self.process = None
        with socket.socket() as s:
            s.bind(("127.0.0.1", 0))
            self.port = s.getsockname()[1]
        self.lay_out()

    def lay_out(self):
        """What postfix-install and its "set-permissions" do for a system."""
        os.chmod(self.dir.parent, 0o711)
        owner = pwd.getpwnam(OWNER).pw_uid
        group = grp.getgrnam(GROUP).gr_gid
        for name, mode, uid, gid in [
                (".", 0o755, 0, 0), ("etc", 0o755, 0, 0),
                ("queue", 0o755, 0, 0), ("queue/pid", 0o755, 0, 0),
                ("queue/public", 0o710, owner, group),
                ("queue/maildrop", 0o730, owner, group),
                ("data", 0o700, owner, 0), ("mail", 0o700, MAIL_UID, 0),
                *((f"queue/{name}", 0o700, owner, 0) for name in QUEUES)]:
            path = self.dir / name
            path.mkdir()
            path.chmod(mode)
            os.chown(path, uid, gid)
        self.answers({})
        main = self.dir / "etc" / "main.cf"
        main.write_text(MAIN.format(
            root=UNPACKED, lib=LIB, dir=self.dir, owner=OWNER, reader=READER,
            group=GROUP, uid=MAIL_UID))
        settled(main)
        (self.dir / "etc" / "master.cf").write_text(
            MASTER.format(port=self.port))

    def __enter__(self):
        # The leader of its own group: it ends its programs through that.
        self.process = subprocess.Popen(
            [LIB / "sbin" / "master", "-d", "-e", str(LIFE_S), "-c",
             self.dir / "etc"], start_new_session=True,
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LANG": "C",
                 "LD_LIBRARY_PATH": str(LIB), "POSTLOG_SERVICE": "postlog",
                 "POSTLOG_HOSTNAME": "mx.example"})
        if not self.wait(self.greets):
            self.__exit__()
            raise AssertionError("Postfix did not start:\n" + self.said())
        return self

    def __exit__(self, *unused):
        if self.process.poll() is None:
            self.process.terminate()
        self.process.wait(10)

    def wait(self, condition, limit=30):
        until = time.monotonic() + limit
        while not condition():
            if time.monotonic() > until or self.process.poll() is not None:
                return False
            time.sleep(0.02)
        return True

    def greets(self):
        try:
            with socket.create_connection(("127.0.0.1", self.port), 10) as s:
                return s.recv(512).startswith(b"220 mx.example")
        except OSError:
            return False

    def answers(self, table):
        """What to answer to RCPT for an address, instead of 250."""
        access = self.dir / "access"
        access.write_text("".join(
            f"{address} {line}\n" for address, line in table.items()))
        settled(access)
        if self.process:
            self.process.send_signal(signal.SIGHUP)     # "postfix reload"

    def at_rest(self):
        """Nothing is queued: all that was accepted lies in the maildir."""
        return not any(path.is_file() for name in WAITING
                       for path in (self.dir / "queue" / name).rglob("*"))

    def messages(self):
        """All that arrived, as bytes, once the queue is empty."""
        if not self.wait(self.at_rest):
            raise AssertionError("Postfix keeps letters:\n" + self.said())
        return [path.read_bytes()
                for path in sorted((self.dir / "mail" / "new").iterdir())]

    def said(self):
        return self.log.read_text(errors="replace") \
            if self.log.exists() else ""
