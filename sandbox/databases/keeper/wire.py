"""PostgreSQL's protocol, as much of it as it takes to administer a server: SCRAM-SHA-256 and simple queries.

https://www.postgresql.org/docs/17/protocol.html and RFC 5802.
"""

import base64
import hashlib
import hmac
import os
import socket
import struct
import unicodedata

ITERATIONS = 4096


class PostgresError(Exception):
    """What the server answered instead; `code` is its SQLSTATE."""

    def __init__(self, fields):
        super().__init__(fields.get("M", "unknown error"))
        self.code = fields.get("C", "")


class Session:
    """A connection to one database. Not for several threads at once."""

    def __init__(self, port, user, password, database="postgres", timeout=10):
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=timeout)
        try:
            self.buffer = self.socket.makefile("rb")
            pairs = {"user": user, "database": database, "client_encoding": "UTF8", "application_name": "backlot"}
            body = b"".join(f"{key}\0{value}\0".encode() for key, value in pairs.items()) + b"\0"
            self.socket.sendall(struct.pack("!ii", len(body) + 8, 196608) + body)
            self._authenticate(password)
            self._until_ready()
            # Minutes, not seconds: a checkpoint of much data may take them.
            self.socket.settimeout(600)
        except BaseException:
            self.close()
            raise

    def query(self, sql):
        """Rows of the last statement that gave any, each a list of texts or None."""
        self._send(b"Q", sql.encode() + b"\0")
        return self._until_ready()

    def close(self):
        try:
            self._send(b"X", b"")
        except (OSError, AttributeError):
            pass
        self.socket.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def _send(self, kind, body):
        self.socket.sendall(kind + struct.pack("!i", len(body) + 4) + body)

    def _receive(self):
        head = self._read(5)
        kind, length = head[:1], struct.unpack("!i", head[1:])[0]
        return kind, self._read(length - 4)

    def _read(self, count):
        data = self.buffer.read(count)
        if len(data) != count:
            raise ConnectionError("the server hung up")
        return data

    def _expect_authentication(self):
        kind, body = self._receive()
        if kind == b"E":
            raise PostgresError(_fields(body))
        if kind != b"R":
            raise ConnectionError(f"unexpected message {kind!r}")
        return struct.unpack("!i", body[:4])[0], body[4:]

    def _authenticate(self, password):
        method, _ = self._expect_authentication()
        if method != 10:
            # Whoever listens there does not ask for what only our servers know.
            raise ConnectionError(f"authentication method {method} instead of SCRAM-SHA-256")
        nonce = base64.b64encode(os.urandom(18)).decode()
        first = f"n=,r={nonce}"
        initial = f"n,,{first}".encode()
        self._send(b"p", b"SCRAM-SHA-256\0" + struct.pack("!i", len(initial)) + initial)
        _, challenge = self._expect_authentication()
        answer = dict(part.split("=", 1) for part in challenge.decode().split(","))
        if not answer["r"].startswith(nonce):
            raise ConnectionError("the server changed the nonce")
        salted = _salted(password, base64.b64decode(answer["s"]), int(answer["i"]))
        without_proof = f"c=biws,r={answer['r']}"
        message = f"{first},{challenge.decode()},{without_proof}".encode()
        key = _hmac(salted, b"Client Key")
        signature = _hmac(hashlib.sha256(key).digest(), message)
        proof = base64.b64encode(bytes(a ^ b for a, b in zip(key, signature))).decode()
        self._send(b"p", f"{without_proof},p={proof}".encode())
        _, final = self._expect_authentication()
        expected = base64.b64encode(_hmac(_hmac(salted, b"Server Key"), message)).decode()
        if not hmac.compare_digest(final.decode(), f"v={expected}"):
            raise ConnectionError("the server does not know the password either")
        self._expect_authentication()

    def _until_ready(self):
        rows, problem = [], None
        while True:
            kind, body = self._receive()
            if kind == b"T":
                rows = []
            elif kind == b"D":
                rows.append(_row(body))
            elif kind == b"E":
                problem = PostgresError(_fields(body))
                if problem.code.startswith("57P"):
                    raise problem
            elif kind == b"Z":
                if problem:
                    raise problem
                return rows


def verifier(password):
    """What a server keeps of a password: it can check it and not tell it."""
    salt = os.urandom(16)
    salted = _salted(password, salt, ITERATIONS)
    stored = hashlib.sha256(_hmac(salted, b"Client Key")).digest()
    server = _hmac(salted, b"Server Key")
    text = [base64.b64encode(each).decode() for each in (salt, stored, server)]
    return f"SCRAM-SHA-256${ITERATIONS}:{text[0]}${text[1]}:{text[2]}"


def literal(text):
    return "'" + text.replace("'", "''") + "'"


def identifier(text):
    return '"' + text.replace('"', '""') + '"'


def _salted(password, salt, iterations):
    prepared = password if password.isascii() else unicodedata.normalize("NFKC", password)
    return hashlib.pbkdf2_hmac("sha256", prepared.encode(), salt, iterations)


def _hmac(key, message):
    return hmac.new(key, message, hashlib.sha256).digest()


def _fields(body):
    parts = body.split(b"\0")
    return {part[:1].decode(): part[1:].decode("utf-8", "replace") for part in parts if part}


def _row(body):
    count = struct.unpack("!h", body[:2])[0]
    row, at = [], 2
    for _ in range(count):
        length = struct.unpack("!i", body[at : at + 4])[0]
        at += 4
        row.append(None if length < 0 else body[at : at + length].decode())
        at += max(length, 0)
    return row
