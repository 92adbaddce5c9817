"""The seccomp filter: which system calls a confined program makes, which it doesn't, and which the warden answers.

It is a program for the kernel's BPF machine (linux/filter.h), in which a jump counts how many instructions it skips.
"""

import errno
import struct

from .kernel import audit_architecture, number

LOAD, EQUAL, AT_LEAST, ANY_BIT, KEEP_BITS, GO, END = 0x20, 0x15, 0x35, 0x45, 0x54, 0x05, 0x06
ALLOW, ASK, REFUSE = 0x7FFF0000, 0x7FC00000, 0x00050000
# Where `struct seccomp_data` has what; of an argument the lower half, on machines that begin with it.
CALL, ARCHITECTURE = 0, 4
FOREIGN_CALLS = 0x40000000

UNIX, INET, INET6, NETLINK = 1, 2, 10, 16
STREAM, PACKETS, TCP = 1, 5, 6
FAST_OPEN = 0x20000000
# Of mmap: MAP_SHARED, which MAP_SHARED_VALIDATE holds, too, and MAP_ANONYMOUS.
SHARED, NO_FILE = 0x01, 0x20

# What would reach past this process to others of the same user, to their files' metadata, or around this filter.
REFUSED = (
    *("add_key", "keyctl", "request_key", "bpf", "perf_event_open", "ptrace", "kcmp"),
    *("process_vm_readv", "process_vm_writev", "process_madvise", "process_mrelease", "move_pages", "migrate_pages"),
    *("io_uring_setup", "io_uring_enter", "io_uring_register", "open_by_handle_at"),
    *("pidfd_open", "pidfd_getfd", "pidfd_send_signal", "rt_sigqueueinfo", "rt_tgsigqueueinfo"),
    # The session is by what the warden knows all processes of one program.
    *("setsid", "unshare", "setns", "mount", "umount2"),
    *("setpriority", "sched_setattr", "ioprio_set", "userfaultfd"),
    # Landlock doesn't ask: names of files as they come and go, in any folder of the user's.
    "fanotify_init",
    *("chown", "fchown", "lchown", "fchownat", "utime", "utimes", "futimesat", "file_setattr"),
    *("setxattr", "lsetxattr", "fsetxattr", "setxattrat", "removexattr", "lremovexattr", "fremovexattr", "removexattrat"),
    *("shmget", "shmat", "shmctl", "semget", "semop", "semctl", "semtimedop"),
    *("msgget", "msgsnd", "msgrcv", "msgctl", "mq_open", "mq_unlink"),
)
# A function takes no connections, on AWS as here.
NO_SERVERS = ("listen",)
# Callers know what to do without these: the older ones can be looked at.
ABSENT = ("clone3", "fchmodat2", "memfd_create", "memfd_secret", "inotify_init", "inotify_init1")
# Landlock doesn't ask about these either. On a file system without any, callers do the same as here.
NO_ATTRIBUTES = ("getxattr", "lgetxattr", "getxattrat", "listxattr", "llistxattr", "listxattrat")
ASKED = ("bind", "connect", "clone", "fork", "vfork", "tkill", "chmod", "fchmod", "fchmodat", "utimensat")
OWN_ONLY = ("sched_setaffinity", "sched_setparam", "sched_setscheduler", "prlimit64")
# Commands of fcntl and ioctl that have signals sent to a process (F_SETOWN, F_SETSIG, F_SETOWN_EX, FIOSETOWN, SIOCSPGRP)
# or typed into a terminal (TIOCSTI, TIOCLINUX).
COMMANDS = {"fcntl": (8, 10, 15), "ioctl": (0x8901, 0x8902, 0x5412, 0x541C)}


def program(pid, truncates):
    """The filter for the process `pid`. `truncates`: whether Landlock says which files may be cut."""
    refused = REFUSED if truncates else (*REFUSED, "truncate")
    parts = [
        [(LOAD, 0, 0, ARCHITECTURE), (EQUAL, 1, 0, audit_architecture()), _refuse(errno.EPERM)],
        # Calls of another kind have other numbers (x32).
        [(LOAD, 0, 0, CALL), (AT_LEAST, 0, 1, FOREIGN_CALLS), _refuse(errno.EPERM)],
        *(_when(name, [_refuse(errno.EPERM)]) for name in refused),
        *(_when(name, [_refuse(errno.EACCES)]) for name in NO_SERVERS),
        *(_when(name, [_refuse(errno.ENOSYS)]) for name in ABSENT),
        *(_when(name, [_refuse(errno.EOPNOTSUPP)]) for name in NO_ATTRIBUTES),
        *(_when(name, [(END, 0, 0, ASK)]) for name in ASKED),
        *(_when(name, _one_of(0, (0, pid), _refuse(errno.EPERM))) for name in OWN_ONLY),
        *(_when(name, _none_of(1, commands)) for name, commands in COMMANDS.items()),
        _when("kill", _one_of(0, (0, pid), (END, 0, 0, ASK))),
        _when("tgkill", _one_of(0, (pid,), (END, 0, 0, ASK))),
        _when("mmap", _shared_memory()),
        _when("socketpair", _pairs()),
        _when("socket", _sockets()),
        # Such a send connects.
        *(_when(name, _without(at, FAST_OPEN)) for name, at in (("sendto", 3), ("sendmsg", 2), ("sendmmsg", 3))),
        [(END, 0, 0, ALLOW)],
    ]
    return b"".join(struct.pack("=HBBI", *each) for part in parts for each in part)


def _when(name, steps):
    """Steps for one call. They end; after them the number of the call is no longer at hand."""
    called = number(name)
    return [] if called is None else [(EQUAL, 0, len(steps), called), *steps]


def _one_of(at, values, otherwise):
    tests = [(EQUAL, len(values) - index, 0, value) for index, value in enumerate(values)]
    return [_argument(at), *tests, otherwise, (END, 0, 0, ALLOW)]


def _none_of(at, values):
    tests = [(EQUAL, len(values) - index, 0, value) for index, value in enumerate(values)]
    return [_argument(at), *tests, (END, 0, 0, ALLOW), _refuse(errno.EPERM)]


def _without(at, bits):
    return [_argument(at), (ANY_BIT, 0, 1, bits), _refuse(errno.EACCES), (END, 0, 0, ALLOW)]


def _shared_memory():
    """Of memory that is shared and no file's, the kernel keeps what is mapped no more: nothing shows it, so it is counted."""
    both = SHARED | NO_FILE
    return [_argument(3), (KEEP_BITS, 0, 0, both), (EQUAL, 1, 0, both), (END, 0, 0, ALLOW), (END, 0, 0, ASK)]


def _pairs():
    """Ends that are connected to each other for good. One of a pair for datagrams could send to any socket of the user's."""
    return [
        _argument(0),
        (EQUAL, 1, 0, UNIX),
        _refuse(errno.EACCES),
        _argument(1),
        (KEEP_BITS, 0, 0, 0xF),
        (EQUAL, 1, 0, STREAM),
        (EQUAL, 0, 1, PACKETS),
        (END, 0, 0, ALLOW),
        _refuse(errno.EACCES),
    ]


def _sockets():
    """Streams of TCP, which `connect` asks about, and the list of this machine's network interfaces."""
    return [
        _argument(0),
        (EQUAL, 7, 0, NETLINK),
        (EQUAL, 1, 0, INET),
        (EQUAL, 0, 8, INET6),
        _argument(1),
        (KEEP_BITS, 0, 0, 0xF),
        (EQUAL, 0, 5, STREAM),
        _argument(2),
        (EQUAL, 2, 0, TCP),
        # Of interfaces, too, 0 is what is asked for.
        _argument(2),
        (EQUAL, 0, 1, 0),
        (END, 0, 0, ALLOW),
        _refuse(errno.EACCES),
    ]


def _argument(at):
    return (LOAD, 0, 0, 16 + 8 * at)


def _refuse(error):
    return (END, 0, 0, REFUSE | error)
