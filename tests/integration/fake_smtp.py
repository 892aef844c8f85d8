"""A relay on loopback that does what a script says: for what real relays do
only on bad days (trust.md 2.1)."""

import socket
import struct
import threading

CLOSE, RESET, HANG = object(), object(), object()

GOOD = {
    "GREETING": "220 relay.example ESMTP",
    "EHLO": "250-relay.example\r\n250 ENHANCEDSTATUSCODES",
    "HELO": "250 relay.example",
    "MAIL": "250 2.1.0 Ok",
    "RCPT": "250 2.1.5 Ok",
    "DATA": "354 go ahead",
    "DOT": "250 2.0.0 Ok: queued as 4FZ8",
    "RSET": "250 2.0.0 Ok",
    "QUIT": "221 2.0.0 Bye",
}


class Relay:
    """Answers each command by the script's word for it: a reply, CLOSE,
    RESET (by TCP) or HANG. A list is used up one by one, the last stays.
    `letters` are the bodies that came whole, dots unstuffed; `commands` all
    lines that were said."""

    def __init__(self, **script):
        self.script = dict(GOOD, **script)
        self.letters, self.commands, self.connections = [], [], 0
        self.dotted = threading.Event()
        self.lock = threading.Lock()
        self.over = threading.Event()
        self.thinks_s = 0       # over a letter, before it says DOT's word
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.url = "smtp://127.0.0.1:%d" % self.port
        threading.Thread(target=self.accept, daemon=True).start()

    def __enter__(self):
        return self

    def __exit__(self, *unused):
        self.over.set()
        self.listener.shutdown(socket.SHUT_RDWR)    # wakes accept
        self.listener.close()

    def accept(self):
        while True:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return
            self.connections += 1
            threading.Thread(target=self.serve, args=(client,),
                             daemon=True).start()

    def word(self, name):
        with self.lock:
            word = self.script.get(name, "502 5.5.1 not known")
            if isinstance(word, list):
                word = word.pop(0) if len(word) > 1 else word[0]
        return word

    def say(self, client, name):
        """False when the connection is over."""
        word = self.word(name)
        if word is HANG:
            self.over.wait(60)
            return False
        if word is RESET:
            client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER,
                              struct.pack("ii", 1, 0))
        if word is CLOSE or word is RESET:
            return False
        client.sendall(word.encode() + b"\r\n")
        return not word.startswith("421")

    def serve(self, client):
        with client, client.makefile("rb") as lines:
            try:
                if self.say(client, "GREETING"):
                    self.talk(client, lines)
            except OSError:
                pass

    def talk(self, client, lines):
        for line in lines:
            line = line.decode("latin-1").rstrip("\r\n")
            self.commands.append(line)
            name = line.split(" ")[0].split(":")[0].upper()
            if not self.say(client, name) or name == "QUIT":
                return
            if name == "DATA" and self.script["DATA"] == GOOD["DATA"]:
                if not self.take_letter(client, lines):
                    return

    def take_letter(self, client, lines):
        body = b""
        for line in lines:
            if line == b".\r\n":
                self.letters.append(body)
                self.dotted.set()
                self.over.wait(self.thinks_s)
                return self.say(client, "DOT")
            body += line[1:] if line.startswith(b".") else line
        return False
