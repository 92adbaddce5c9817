"""What a confined program may read beside its own: what programs are made of, and nothing of a person's."""

import os
import shutil
import sys

SYSTEM = (
    *("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32"),
    # Where some distributions keep all programs.
    *("/nix/store", "/gnu/store", "/snap", "/home/linuxbrew/.linuxbrew"),
    *(f"/etc/{name}" for name in ("alternatives", "ca-certificates", "crypto-policies", "fonts", "pki", "ssl/certs")),
    *(f"/etc/{name}" for name in ("ssl/openssl.cnf", "ssl/cert.pem", "ca-certificates.conf", "gai.conf", "host.conf")),
    *(f"/etc/{name}" for name in ("hosts", "ld.so.cache", "ld.so.conf", "ld.so.conf.d", "ld-musl-x86_64.path")),
    *(f"/etc/{name}" for name in ("locale.alias", "localtime", "mime.types", "nsswitch.conf", "os-release")),
    *(f"/etc/{name}" for name in ("passwd", "group", "protocols", "resolv.conf", "services", "timezone")),
    # What other users of the machine see of processes, too. Their memory, variables and files stay closed (ptrace(2)).
    "/proc",
    *("/sys/devices/system/cpu", "/sys/devices/system/node", "/sys/fs/cgroup", "/sys/kernel/mm/transparent_hugepage"),
)
DEVICES = ("/dev/null", "/dev/full", "/dev/random", "/dev/urandom")
# What is mapped of it for writing, and shared, is memory that nothing shows.
READ_ONLY_DEVICES = ("/dev/zero",)


def program_of(name, path):
    """The file that a name stands for on a `PATH`; Python is the one that runs this."""
    if name == "python3":
        return sys.executable
    return name if os.path.isabs(name) else shutil.which(name, path=path)


def readable(program, *more):
    """Files and folders that it takes to run a program."""
    real = os.path.realpath(program)
    # Of a program in `bin`, its libraries are beside that.
    libraries = os.path.join(os.path.dirname(os.path.dirname(real)), "lib")
    python = (sys.prefix, os.path.join(sys.base_prefix, "lib"), os.path.realpath(sys.executable))
    own = python if real == os.path.realpath(sys.executable) else (libraries,)
    return [*SYSTEM, *READ_ONLY_DEVICES, real, *own, *more]
