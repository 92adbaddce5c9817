"""`subprocess` for programs of other people: the same, and confined."""

import errno
import json
import os
import socket
import struct
import subprocess
import sys
import tempfile
import threading

from . import node_sdk, places, removal, storage
from .own_files import OwnFiles
from .warden import Warden

ENTER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "enter.py")
# What a program gets of the emulator's own variables.
PASSED = ("PATH", "LANG", "TZ")
MEBIBYTE = 1024**2
DEFAULT_MEMORY = 512
# Over the memory that was asked for, what may be mapped for writing: half a gigabyte of it Node takes and doesn't use. The
# warden sees what is used.
ALLOWANCE = 1024 * MEBIBYTE
MOST_OPEN = 1024
# https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html: an answer is 6 MB at most.
LONGEST_ANSWER = 7 * MEBIBYTE
LONGEST_PIECE = 256 * 1024


class Confinement:
    """`reason` says why programs can't be confined here; None if they are. `ports` tells which ports they reach."""

    def __init__(self, ports, reason=None):
        self.ports = ports
        self.reason = reason
        self.told = False

    def popen(self, arguments, cwd=None, env=None, **more):
        if self.reason and not self.told:
            self.told = True
            print(f"functions run as any program of this user, not confined: {self.reason}", flush=True)
        return Confined(self, arguments, cwd, env, more)

    def run(self, arguments, input=None, capture_output=False, text=False, timeout=None, check=False, **more):
        """`subprocess.run`, of which nobody keeps more output than an answer may have."""
        pipe = subprocess.PIPE if capture_output else None
        with self.popen(arguments, stdin=subprocess.PIPE, stdout=pipe, stderr=pipe, text=text, **more) as process:
            kept = [_Kept(stream) for stream in (process.stdout, process.stderr) if stream]
            try:
                _write(process.stdin, input)
                process.wait(timeout)
            except subprocess.TimeoutExpired as late:
                process.kill()
                late.stdout, late.stderr = (each.content() for each in kept) if kept else (None, None)
                raise
        outputs = [each.content() for each in kept] if kept else [None, None]
        done = subprocess.CompletedProcess(arguments, process.returncode, *outputs)
        if check:
            done.check_returncode()
        return done


class Confined(subprocess.Popen):
    """A program with a home and a temporary folder of its own, of which nothing stays once it ends."""

    def __init__(self, confinement, arguments, cwd, env, more):
        variables = variables_for(os.environ if env is None else env)
        program = places.program_of(arguments[0], variables.get("PATH"))
        if not program:
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), arguments[0])
        folder = os.path.realpath(tempfile.mkdtemp(prefix="function-"))
        variables["HOME"] = variables["TMPDIR"] = folder
        memory = MEBIBYTE * _whole(variables.get("AWS_LAMBDA_FUNCTION_MEMORY_SIZE"), DEFAULT_MEMORY)
        held = storage.Storage(folder, storage.size())
        own = _own(program, arguments, cwd)
        wanted = {
            "program": program,
            "arguments": [str(each) for each in arguments],
            "environment": variables,
            "confined": confinement.reason is None,
            "read": places.readable(program, *own),
            "own": own,
            "write": [folder, *places.DEVICES],
            "limits": {
                "RLIMIT_CORE": 0,
                "RLIMIT_DATA": memory + ALLOWANCE,
                "RLIMIT_FSIZE": held.most,
                "RLIMIT_NOFILE": MOST_OPEN,
            },
        }
        here, there = socket.socketpair()
        try:
            with there:
                line = [sys.executable, "-I", "-S", ENTER, str(there.fileno())]
                clean = {"PATH": "/usr/bin:/bin"}
                super().__init__(
                    line, cwd=cwd or folder, env=clean, pass_fds=(there.fileno(),), start_new_session=True, **more
                )
            with here:
                self._hand_over(here, wanted, confinement, held, memory)
        except BaseException:
            here.close()
            removal.remove(folder)
            raise
        if self.stdout is not None:
            self.stdout = _Answers(self) if more.get("text") else _Log(self.stdout)

    def _hand_over(self, channel, wanted, confinement, held, memory):
        ports = confinement.ports
        runtime = runtime_port(wanted)
        content = json.dumps(wanted).encode()
        try:
            channel.sendall(struct.pack("=I", len(content)) + content)
            if wanted["confined"]:
                answer, descriptors, _, _ = socket.recv_fds(channel, 4096, 1)
                if answer not in (b"k", b"t") or not descriptors:
                    raise _why(answer)
                own_files = OwnFiles(held.folder, answer == b"t")
                Warden(descriptors[0], self.pid, own_files, lambda: {*ports(), *runtime}, memory, held).start()
            else:
                threading.Thread(target=self._sweep, args=(held.folder,), daemon=True).start()
            # It ends when the program has taken the place of what prepared it.
            problem = channel.recv(4096)
            if problem:
                raise _why(problem)
        except BaseException:
            self.kill()
            self.wait()
            raise

    def _sweep(self, folder):
        self.wait()
        removal.remove(folder)


class _Answers:
    """What a program answers, in lines. It is ended if one is longer than an answer may be."""

    def __init__(self, process):
        self._process = process
        self._stream = process.stdout

    def readline(self):
        line = self._stream.readline(LONGEST_ANSWER)
        if len(line) < LONGEST_ANSWER:
            return line
        self._process.kill()
        return ""

    def __iter__(self):
        return iter(self.readline, "")

    def __getattr__(self, name):
        return getattr(self._stream, name)


class _Log:
    """What a program says. A line without end comes in pieces."""

    def __init__(self, stream):
        self._stream = stream

    def readline(self):
        return self._stream.readline(LONGEST_PIECE)

    def __getattr__(self, name):
        return getattr(self._stream, name)


class _Kept:
    """Reads a stream to its end, and keeps the beginning."""

    def __init__(self, stream):
        self.parts = []
        self.thread = threading.Thread(target=self._read, args=(stream,), daemon=True)
        self.empty = "" if hasattr(stream, "encoding") else b""
        self.thread.start()

    def _read(self, stream):
        size = 0
        while True:
            part = stream.read(65_536)
            if not part:
                return
            if size < LONGEST_ANSWER:
                self.parts.append(part)
                size += len(part)

    def content(self):
        self.thread.join(5)
        return self.empty.join(self.parts)


def variables_for(given):
    """Of `given`, what isn't the emulator's own."""
    own = os.environ
    return {name: value for name, value in given.items() if name in PASSED or own.get(name) != value}


def runtime_port(wanted):
    """Port of the Runtime API that a program of its own runtime asks for work; others get no say in it."""
    alone = len(wanted["arguments"]) == 1 and os.path.basename(wanted["program"]) == "bootstrap"
    api = wanted["environment"].get("AWS_LAMBDA_RUNTIME_API", "") if alone else ""
    return {int(api.rpartition(":")[2])} if api.rpartition(":")[2].isdigit() else set()


def _own(program, arguments, cwd):
    """What was put there for the program: the folder of what it starts with, and the one that it starts in.

    A path that names anything else of this machine, as a job may, opens nothing.
    """
    scratch = f"{os.path.realpath(tempfile.gettempdir())}/"
    objects = os.environ.get("S3_DATA_DIR")
    stored = (scratch, f"{os.path.realpath(objects)}/") if objects else (scratch,)
    files = [os.path.realpath(each) for each in map(str, arguments) if os.path.isabs(each)]
    own = [each for each in files if each.startswith(stored)]
    folders = [os.path.dirname(each) for each in own] + ([os.path.realpath(cwd)] if cwd else [])
    scripts = [each for each in own[:1] if each.startswith(scratch)]
    if os.path.basename(program) == "node":
        own.extend(more for script in scripts for more in node_sdk.offer(script))
    return [*own, *(each for each in folders if each.startswith(scratch))]


def _write(stream, content):
    try:
        if content:
            stream.write(content)
        stream.close()
    except BrokenPipeError:
        # It doesn't want to know.
        return


def _whole(text, otherwise):
    return int(text) if text and text.isdigit() else otherwise


def _why(answer):
    number, _, text = answer.decode("utf-8", "replace").partition(" ")
    code = int(number) if number.isdigit() else errno.EPERM
    return OSError(code, f"the program can't be started confined: {text or 'it ended at once'}")
