"""Gives up what a confined program must not have, and becomes that program.

    python -I -S enter.py SOCKET

SOCKET is the number of a connected one, from which comes what to run: JSON, after its length in four bytes. The variables
of the program come that way, too: in the environment of this process some would work before it is confined (LD_PRELOAD).
The answer is one byte with the listener of the filter, "t" where `/tmp` is the program's own, else "k"; then the end, once
the program runs, or why it does not.
"""

import array
import ctypes
import errno
import json
import os
import resource
import socket
import struct
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
PR_CAPBSET_DROP, PR_SET_SECUREBITS = 24, 28
CAPABILITY_VERSION = 0x20080522
# Being root gives nothing, neither now nor with the next program: noroot, no_setuid_fixup and keep_caps, each locked.
ROOT_IS_NOBODY = 0b101111
SET_FILTER, NEW_LISTENER, UNDISTURBED = 1, 8, 32


def main():
    with socket.socket(fileno=int(sys.argv[1])) as channel:
        channel.set_inheritable(False)
        try:
            wanted = receive(channel)
            # What the program makes is its owner's alone.
            os.umask(0o077)
            limit(wanted["limits"])
            if wanted["confined"]:
                confine(wanted, channel)
            os.execve(wanted["program"], wanted["arguments"], wanted["environment"])
        except OSError as problem:
            channel.sendall(f"{problem.errno or errno.EIO} {problem}".encode())
            sys.exit(127)


def receive(channel):
    (length,) = struct.unpack("=I", exactly(channel, 4))
    return json.loads(exactly(channel, length))


def exactly(channel, length):
    content = b""
    while len(content) < length:
        more = channel.recv(length - len(content))
        if not more:
            raise OSError(errno.EPIPE, "nobody says what to run")
        content += more
    return content


def limit(limits):
    for name, value in limits.items():
        kind = getattr(resource, name, None)
        if kind is None:
            continue
        hard = resource.getrlimit(kind)[1]
        wanted = value if hard == resource.RLIM_INFINITY else min(value, hard)
        try:
            resource.setrlimit(kind, (wanted, wanted))
        except ValueError:
            # macOS knows some of them by name only.
            continue


def confine(wanted, channel):
    sys.dont_write_bytecode = True
    sys.path.insert(0, os.path.dirname(HERE))
    from confined import kernel, landlock, private_tmp, rules

    own_tmp = private_tmp.give(wanted["write"][0], [wanted["program"], os.getcwd(), *wanted["own"]])
    drop_capabilities(kernel)
    kernel.prctl(kernel.PR_SET_NO_NEW_PRIVS, 1)
    truncates = landlock.version() >= 3
    landlock.restrict(wanted["read"], wanted["write"])
    instructions = rules.program(os.getpid(), truncates)
    listener = install(kernel, instructions)
    rights = [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", [listener]))]
    channel.sendmsg([b"t" if own_tmp else b"k"], rights)
    os.close(listener)


def drop_capabilities(kernel):
    """None are left, and with no_new_privs no program gives any back."""
    try:
        kernel.prctl(PR_SET_SECUREBITS, ROOT_IS_NOBODY)
        for capability in range(64):
            kernel.prctl(PR_CAPBSET_DROP, capability)
    except OSError:
        # There was none to do it with, or this is the first that the kernel doesn't know.
        pass
    header = (ctypes.c_uint32 * 2)(CAPABILITY_VERSION, 0)
    kernel.checked(kernel.libc.capset(header, (ctypes.c_uint32 * 6)()), "capset")


def install(kernel, instructions):
    class Program(ctypes.Structure):
        _fields_ = [("length", ctypes.c_ushort), ("filter", ctypes.c_char_p)]

    program = Program(len(instructions) // 8, instructions)
    try:
        # A signal that the program takes doesn't have a question asked twice (Linux 5.19).
        return kernel.call("seccomp", SET_FILTER, NEW_LISTENER | UNDISTURBED, ctypes.byref(program))
    except OSError as problem:
        if problem.errno != errno.EINVAL:
            raise
        return kernel.call("seccomp", SET_FILTER, NEW_LISTENER, ctypes.byref(program))


if __name__ == "__main__":
    main()
