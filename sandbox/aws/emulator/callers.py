"""Who may speak to the emulator: programs of the user who started it. No page of a browser, and no other user."""

import errno
import ipaddress
import os
import re
import socket
import struct

TABLES = ("/proc/net/tcp", "/proc/net/tcp6")
LOOPBACK_HOST = re.compile(r"(127(\.\d{1,3}){3}|\[::1\]|([a-z0-9_-]+\.)*localhost)(:\d{1,5})?")
# `Sec-Fetch-Mode` alone says nothing: the `fetch` of Node sends it, too.
BROWSERS_SEND = (b"origin", b"sec-fetch-site", b"sec-fetch-dest")
OTHER_USER = "this sandbox belongs to another user of this machine"
NO_PAGES = "pages of a browser may not use the sandbox: only programs may"
NO_HOST = "the sandbox is called by an address of this machine, such as 127.0.0.1, and nothing else"
NOBODY = -1


def only_own_user(tables=TABLES):
    """Lets no listener of this process accept connections of other users. False where the system does not tell."""
    if not os.path.exists(tables[0]):
        return False
    plain_accept = socket.socket.accept

    def accept(self):
        connection, address = plain_accept(self)
        if self.family not in (socket.AF_INET, socket.AF_INET6) or is_own(connection, tables):
            return connection, address
        with connection:
            refuse(connection)
        # Whoever accepts takes it for a client that left meanwhile, and goes on.
        raise ConnectionAbortedError(errno.ECONNABORTED, OTHER_USER)

    socket.socket.accept = accept
    return True


def is_own(connection, tables=TABLES):
    """Whether a process of this user holds the other end; not to be found is no."""
    try:
        ends = connection.getpeername()[:2], connection.getsockname()[:2]
    except OSError:
        return False
    # A table that changes while it is read may leave a row out.
    owner = owner_of(*ends, tables)
    return (owner_of(*ends, tables) if owner is None else owner) == os.geteuid()


def owner_of(peer, here, tables=TABLES):
    """Uid of the process that holds the end `peer` of the connection to `here` (proc_pid_net(5)).

    NOBODY when it was held and is no more; None when there is no such connection. It is asked on the loop that serves
    everybody: one search in each table, and no waiting.
    """
    for path, width in zip(tables, (4, 16)):
        ends = f" {hexadecimal(peer, width)} {hexadecimal(here, width)} ".encode()
        try:
            with open(path, "rb") as table:
                content = table.read()
        except FileNotFoundError:
            continue
        at = content.find(ends)
        if at >= 0:
            row = content[at : content.find(b"\n", at)].split()
            # Without an inode nobody holds it any more, and the uid is 0 whoever did.
            return int(row[6]) if row[8] != b"0" else NOBODY
    return None


def hexadecimal(end, width):
    """`0100007F:1F90`: words in the order of the machine, an IPv4 address among IPv6 ones as `::ffff:127.0.0.1`."""
    address = ipaddress.ip_address(end[0])
    if address.version == 6:
        address = address.ipv4_mapped or address
    packed = address.packed if len(address.packed) >= width else bytes(10) + b"\xff\xff" + address.packed
    words = struct.unpack(f"={len(packed) // 4}I", packed)
    return "".join(f"{word:08X}" for word in words) + f":{end[1]:04X}"


def refuse(connection):
    """Says why, if the other end listens."""
    body = OTHER_USER.encode() + b"\n"
    head = f"HTTP/1.1 403 Forbidden\r\ncontent-type: text/plain\r\ncontent-length: {len(body)}\r\nconnection: close\r\n\r\n"
    try:
        connection.setblocking(False)
        connection.send(head.encode() + body)
        connection.shutdown(socket.SHUT_WR)
    except OSError:
        # It has gone, which is as well.
        return


def only_programs(app):
    """Refuses what a browser may have sent for a page, before anything else sees it."""

    async def wrapped(scope, receive, send):
        reason = None if scope["type"] == "lifespan" else refusal(scope["headers"])
        if reason is None:
            await app(scope, receive, without_cors(send))
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008, "reason": reason})
        else:
            body = reason.encode() + b"\n"
            headers = [(b"content-type", b"text/plain"), (b"content-length", str(len(body)).encode())]
            await send({"type": "http.response.start", "status": 403, "headers": headers})
            await send({"type": "http.response.body", "body": body})

    return wrapped


def refusal(headers):
    """Why a request with these headers is refused; None if it is not."""
    names = [name.lower() for name, _ in headers]
    if any(name in names for name in BROWSERS_SEND):
        return NO_PAGES
    hosts = [value.decode("latin-1").lower() for name, value in headers if name.lower() == b"host"]
    return None if len(hosts) == 1 and LOOPBACK_HOST.fullmatch(hosts[0]) else NO_HOST


def without_cors(send):
    async def sent(event):
        if event["type"] == "http.response.start":
            headers = [each for each in event.get("headers", []) if not each[0].lower().startswith(b"access-control-")]
            event = {**event, "headers": headers}
        await send(event)

    return sent
