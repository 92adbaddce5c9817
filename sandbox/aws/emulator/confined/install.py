"""Has the emulator start other people's programs confined: functions, jobs, and what evaluates their scripts."""

import concurrent.futures
import queue
import subprocess
import threading

from . import storage, trial
from .process import Confinement

# Lambda gives code ten seconds to load, then starts it again under the function's own limit
# (https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html). A laptop that is busy is slower.
LOADING_SECONDS = 30
# Characters that are kept of a log until somebody takes them, and the longest piece of a line.
MOST_KEPT = 16 * 1024**2
LONGEST_PIECE = 256 * 1024


class _Subprocess:
    """The module, as seen by code that starts programs of others."""

    def __init__(self, confinement):
        self.Popen = confinement.popen
        self.run = confinement.run

    def __getattr__(self, name):
        return getattr(subprocess, name)


def begin_trial():
    """Finds out whether programs can be confined here, while others go on."""
    return concurrent.futures.ThreadPoolExecutor(1, "trial").submit(trial.why_not)


def install(ports, tried):
    """Call once the emulator is imported. `ports` tells which ports of 127.0.0.1 programs may connect to at the moment.

    The answer's `reason` says why nothing is confined; None if all is.
    """
    from ministack.core import lambda_runtime, node_pool
    from ministack.services import glue, lambda_svc

    confinement = Confinement(ports, tried.result())
    replaced = _Subprocess(confinement)
    for module in (lambda_runtime, lambda_svc, node_pool, glue):
        module.subprocess = replaced
    _bound_logs(lambda_runtime)
    _bound_loading(lambda_runtime)
    for worker in (lambda_runtime.Worker, lambda_runtime.ProvidedWorker):
        _declare_storage(worker)
    return confinement


class _Newest(queue.Queue):
    """Lines, of which the oldest go when they get too many."""

    def _init(self, maxsize):
        super()._init(maxsize)
        self.size = 0

    def _put(self, item):
        super()._put(item)
        self.size += len(item)
        while self.size > MOST_KEPT:
            self._get()

    def _get(self):
        item = super()._get()
        self.size -= len(item)
        return item


def _bound_logs(runtime):
    """A function that writes without end doesn't fill the emulator's memory."""

    def read_stderr(self):
        stream, kept = self._proc.stderr, _Newest()
        self._stderr_queue = kept
        try:
            for line in iter(lambda: stream.readline(LONGEST_PIECE), ""):
                kept.put(line.rstrip("\n"))
        except (OSError, ValueError):
            # It was closed: the function has ended.
            return

    runtime.Worker._read_stderr = read_stderr


def _bound_loading(runtime):
    """Code that never ends loading is ended."""
    plain = runtime.Worker._spawn

    def spawn(self):
        before = self._proc

        def stop():
            process = self._proc
            if process is not None and process is not before:
                process.kill()

        limit = max(LOADING_SECONDS, float(self.config.get("Timeout", 3)))
        timer = threading.Timer(limit, stop)
        timer.daemon = True
        timer.start()
        try:
            return plain(self)
        finally:
            timer.cancel()

    runtime.Worker._spawn = spawn


def _declare_storage(worker):
    """A function has as much of the disk as it declares."""
    plain = worker._spawn

    def spawn(self, *arguments, **more):
        with storage.declared((self.config.get("EphemeralStorage") or {}).get("Size") or 512):
            return plain(self, *arguments, **more)

    worker._spawn = spawn
