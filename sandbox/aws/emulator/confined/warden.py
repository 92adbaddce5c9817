"""Answers what the kernel asks on behalf of one confined program, and ends all of it when it ends or takes too much."""

import ctypes
import errno
import fcntl
import os
import select
import struct
import threading
import time

from . import sessions
from .kernel import call, libc, number
from .own_files import HERE

# `struct seccomp_notif` and `struct seccomp_notif_resp`.
QUESTION, ANSWER = struct.Struct("=QIIiIQ6Q"), struct.Struct("=QqiI")
RECEIVE, SEND, STILL_ASKED = 0xC0502100, 0xC0182101, 0x40082102
CONTINUE = 1
UNSPECIFIED, INET, INET6, NETLINK = 0, 2, 10, 16
NEW_NAMESPACES = 0x7E020080
THREAD = 0x00010000
LONGEST_ADDRESS = 128
MOST_TASKS = 256
WATCH_MS = 250


class Refused(Exception):
    """No, with the error that the program gets."""

    def __init__(self, error):
        super().__init__(os.strerror(error))
        self.error = error


class Warden(threading.Thread):
    """`ports` tells which ports of 127.0.0.1 may be connected to now; `files` are those that the program may write to,
    `storage` is how much of the disk they may take."""

    def __init__(self, listener, pid, files, ports, memory, storage):
        super().__init__(daemon=True, name=f"warden-{pid}")
        self.listener = listener
        self.pid = pid
        self.files = files
        self.ports = ports
        self.memory = memory
        self.shared = 0
        self.storage = storage
        self.tasks = 1
        self.forked = False
        self.process = os.pidfd_open(pid)
        calls = {
            "bind": self.bind,
            "connect": self.connect,
            "clone": self.clone,
            "fork": self.fork,
            "vfork": self.fork,
            "mmap": self.share_memory,
            "kill": self.kill,
            "tkill": self.kill_thread,
            "tgkill": self.kill_other,
            "chmod": self.change_mode,
            "fchmod": self.change_mode_of_open,
            "fchmodat": self.change_mode_at,
            "utimensat": self.change_times,
        }
        self.calls = {number(name): answer for name, answer in calls.items() if number(name) is not None}

    def run(self):
        try:
            self.answer_until_it_ends()
        finally:
            sessions.end(self.pid)
            os.close(self.listener)
            os.close(self.process)
            self.files.remove()

    def answer_until_it_ends(self):
        poll = select.poll()
        poll.register(self.listener, select.POLLIN)
        poll.register(self.process, select.POLLIN)
        look = time.monotonic()
        while True:
            ready = dict(poll.poll(WATCH_MS))
            if self.process in ready or ready.get(self.listener, 0) & select.POLLHUP:
                return
            if self.listener in ready:
                self.answer_one()
            if time.monotonic() >= look:
                if self.held() > self.memory:
                    self.tell("of memory")
                    return
                if self.storage.is_full(sessions.members(self.pid)):
                    self.tell("of the disk")
                    return
                look = time.monotonic() + WATCH_MS / 1000

    def tell(self, what):
        print(f"a function was ended because it took more {what} than it may (process {self.pid})", flush=True)

    def held(self):
        if not self.forked:
            return sessions.memory_of(self.pid)
        return sum(sessions.memory_of(pid) for pid in sessions.members(self.pid))

    def answer_one(self):
        question = bytearray(QUESTION.size)
        try:
            fcntl.ioctl(self.listener, RECEIVE, question)
        except OSError:
            # Whoever asked is gone.
            return
        identity, thread, _, called, _, _, *arguments = QUESTION.unpack(question)
        value, error, flags = 0, 0, 0
        try:
            flags = self.calls[called](identity, thread, arguments) or 0
        except Refused as refused:
            error = -refused.error
        except OSError as problem:
            error = -(problem.errno or errno.EPERM)
        try:
            fcntl.ioctl(self.listener, SEND, ANSWER.pack(identity, value, error, flags))
        except OSError:
            return

    # Where it connects

    def connect(self, identity, thread, arguments):
        address = self.address(identity, thread, arguments)
        self.check(address)
        self.on_socket(thread, arguments[0], libc.connect, address)

    def bind(self, identity, thread, arguments):
        """The list of network interfaces is asked of the kernel over a socket that has to be bound."""
        address = self.address(identity, thread, arguments)
        if _family(address) != NETLINK:
            raise Refused(errno.EACCES)
        self.on_socket(thread, arguments[0], libc.bind, address)

    def address(self, identity, thread, arguments):
        if not 2 <= arguments[2] <= LONGEST_ADDRESS:
            raise Refused(errno.EINVAL)
        return self.read(identity, thread, arguments[1], arguments[2])

    def on_socket(self, thread, descriptor, do, address):
        """Does it in its stead: what was looked at is what is done, whatever it writes there meanwhile."""
        taken = self.take(thread, descriptor)
        try:
            if do(taken, address, len(address)) < 0:
                raise Refused(ctypes.get_errno())
        finally:
            os.close(taken)

    def check(self, address):
        family = _family(address)
        if family == UNSPECIFIED:
            return
        if family == INET6 and len(address) >= 24:
            host = address[8:24]
            if host == bytes(15) + b"\x01":
                # Nothing of the sandbox is there; a client that has two addresses of `localhost` takes the other.
                raise Refused(errno.ECONNREFUSED)
            host = host[12:] if host[:12] == bytes(10) + b"\xff\xff" else b""
        else:
            host = address[4:8] if family == INET and len(address) >= 8 else b""
        (port,) = struct.unpack("!H", address[2:4]) if host else (0,)
        if host != b"\x7f\x00\x00\x01" or port not in self.ports():
            raise Refused(errno.EACCES)

    # What it starts and ends

    def clone(self, _identity, _thread, arguments):
        flags = arguments[0]
        if flags & NEW_NAMESPACES:
            raise Refused(errno.EPERM)
        if not flags & THREAD:
            self.forked = True
        return self.count()

    def fork(self, *_):
        self.forked = True
        return self.count()

    def count(self):
        """Ended ones are looked for only when there seem to be too many."""
        if self.tasks >= MOST_TASKS:
            self.tasks = sum(threads for _, threads in sessions.members(self.pid).values())
        if self.tasks >= MOST_TASKS:
            raise Refused(errno.EAGAIN)
        self.tasks += 1
        return CONTINUE

    def share_memory(self, _identity, _thread, arguments):
        """Counts what is mapped until nothing of it is left: what of it is mapped no more may still be held."""
        if self.shared + arguments[1] > self.memory and not any(map(sessions.shares_memory, sessions.members(self.pid))):
            self.shared = 0
        if self.shared + arguments[1] > self.memory:
            raise Refused(errno.ENOMEM)
        self.shared += arguments[1]
        return CONTINUE

    def kill(self, _identity, _thread, arguments):
        target, number = _signed(arguments[0]), _signed(arguments[1])
        if target > 0:
            self.signal([target], number)
        elif target == -1:
            raise Refused(errno.EPERM)
        else:
            self.signal([pid for pid, (group, _) in sessions.members(self.pid).items() if group == -target], number)

    def kill_thread(self, _identity, _thread, arguments):
        target = sessions.process_of(_signed(arguments[0]))
        self.signal([] if target is None else [target], _signed(arguments[1]))

    def kill_other(self, _identity, _thread, arguments):
        self.signal([_signed(arguments[0])], _signed(arguments[2]))

    def signal(self, targets, number):
        if number < 0 or number > 64:
            raise Refused(errno.EINVAL)
        sent = [sessions.send(target, self.pid, number) for target in targets]
        if not any(sent):
            raise Refused(errno.EPERM if targets else errno.ESRCH)

    # What it changes of files: Landlock doesn't ask about these

    def change_mode(self, identity, thread, arguments):
        path = self.path(identity, thread, arguments[0])
        self.files.change_mode(thread, HERE, path, arguments[1])

    def change_mode_at(self, identity, thread, arguments):
        path = self.path(identity, thread, arguments[1])
        self.files.change_mode(thread, _signed(arguments[0]), path, arguments[2])

    def change_mode_of_open(self, _identity, thread, arguments):
        self.with_own_open(thread, arguments[0], lambda taken: os.fchmod(taken, arguments[1] & 0o777))

    def change_times(self, identity, thread, arguments):
        times = self.read(identity, thread, arguments[2], 32) if arguments[2] else None
        base, at, flags = _signed(arguments[0]), arguments[1], arguments[3]
        if not at:
            self.with_own_open(thread, base, lambda taken: self.files.set_times(taken, times))
            return
        path = self.path(identity, thread, at)
        self.files.change_times(thread, base, path, times, flags)

    def with_own_open(self, thread, descriptor, change):
        taken = self.take(thread, descriptor)
        try:
            if not self.files.hold(taken):
                raise Refused(errno.EPERM)
            change(taken)
        finally:
            os.close(taken)

    # How it is looked at

    def path(self, identity, thread, at):
        """Text at an address, which may end where the next page begins."""
        text = b""
        while len(text) < 4096:
            more = self.read(identity, thread, at + len(text), min(256, 4096 - (at + len(text)) % 4096))
            end = more.find(b"\0")
            if end >= 0:
                return os.fsdecode(text + more[:end])
            text += more
        raise Refused(errno.ENAMETOOLONG)

    def read(self, identity, thread, at, length):
        try:
            with open(f"/proc/{thread}/mem", "rb", buffering=0) as memory:
                content = os.pread(memory.fileno(), length, at)
        except (OSError, OverflowError):
            raise Refused(errno.EFAULT) from None
        # Else the number may be another's by now.
        fcntl.ioctl(self.listener, STILL_ASKED, struct.pack("=Q", identity))
        if len(content) != length:
            raise Refused(errno.EFAULT)
        return content

    def take(self, thread, descriptor):
        process = os.pidfd_open(sessions.process_of(thread) or thread)
        try:
            return call("pidfd_getfd", process, _signed(descriptor), 0)
        finally:
            os.close(process)


def _family(address):
    return struct.unpack("=H", address[:2])[0]


def _signed(value):
    """An argument that is an `int`."""
    value &= 0xFFFFFFFF
    return value - 0x100000000 if value & 0x80000000 else value
