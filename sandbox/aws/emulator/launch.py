"""Starts ministack for the sandbox: on loopback only, saving as it goes.

    python -I launch.py DATA_FOLDER PORT ANNOUNCE_FILE

PORT 0 takes a free one. ANNOUNCE_FILE is written with the port as soon as it is bound, before the slow imports.
Exit codes: 98 the port is taken, 70 the installation is broken.
"""

import asyncio
import errno
import hashlib
import importlib
import json
import os
import socket
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))
DATABASES = os.path.normpath(os.path.join(HERE, "..", "..", "databases"))
PORT_TAKEN = 98
BROKEN_INSTALLATION = 70
QUIET_SECONDS = 0.5
LONGEST_SECONDS = 3.0


def import_own(folder, name):
    """A module of this project."""
    sys.path.insert(0, folder)
    # Where Backlot is installed is not for caches.
    sys.dont_write_bytecode = True
    try:
        return importlib.import_module(name)
    finally:
        sys.dont_write_bytecode = False


def confine_to_loopback():
    """Nothing in this process can listen on, look up or call another machine, whatever the emulator is asked to do."""
    plain_bind = socket.socket.bind

    def bind(self, address):
        if self.family == socket.AF_INET and address[0] in ("", "0.0.0.0"):
            address = ("127.0.0.1", *address[1:])
        return plain_bind(self, address)

    socket.socket.bind = bind

    def is_loopback(host):
        if isinstance(host, bytes):
            host = host.decode("ascii", "replace")
        if host is None:
            return True
        host = str(host).lower()
        return host in ("", "localhost", "::1") or host.startswith("127.") or host.endswith(".localhost")

    def hook(event, arguments):
        if event in ("socket.bind", "socket.connect", "socket.sendto", "socket.sendmsg"):
            address = arguments[1]
            if isinstance(address, tuple) and not is_loopback(address[0]):
                raise PermissionError(errno.EACCES, f"the sandbox does not leave this machine: {address[0]}")
        elif event in ("socket.getaddrinfo", "socket.gethostbyname"):
            if not is_loopback(arguments[0]):
                raise PermissionError(errno.EACCES, f"the sandbox does not leave this machine: {arguments[0]}")

    sys.addaudithook(hook)


def listen(port):
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind(("127.0.0.1", port))
        listener.listen(512)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            print(f"port {port} is taken", flush=True)
            sys.exit(PORT_TAKEN)
        raise
    listener.set_inheritable(False)
    return listener


def announce(path, port):
    temporary = f"{path}.tmp"
    with open(temporary, "w", encoding="utf-8") as file:
        json.dump({"port": port, "pid": os.getpid()}, file)
    os.replace(temporary, path)


class Saver:
    """Writes what has changed soon after each burst of requests.

    The emulator itself saves only on an orderly stop; a killed one would forget everything.
    """

    def __init__(self, states, save):
        self.states = states
        self.save = save
        self.digests = {}
        self.first_change = None
        self.last_change = 0.0
        self.saved_at = 0
        self.flushes = 0

    @property
    def unsaved(self):
        """Also while it is being written: between two services, others get their turn."""
        return self.first_change is not None or self.flushes > 0

    def changed(self):
        self.last_change = time.monotonic()
        if self.first_change is None:
            self.first_change = self.last_change

    async def run(self):
        while True:
            await asyncio.sleep(0.1)
            if self.first_change is None:
                continue
            now = time.monotonic()
            if now - self.last_change >= QUIET_SECONDS or now - self.first_change >= LONGEST_SECONDS:
                self.first_change = None
                await self.flush()

    async def flush(self):
        self.flushes += 1
        try:
            await self.write()
        finally:
            self.flushes -= 1

    async def write(self):
        from ministack.core import persistence

        for name, state_of in self.states().items():
            try:
                state = state_of()
                if state is None:
                    continue
                text = json.dumps(state, default=persistence._json_default)
            except Exception as error:
                print(f"{name} cannot be saved: {error!r}", flush=True)
                # Nobody knows what it holds, so that no two revisions may be equal.
                self.digests[name] = os.urandom(32)
                continue
            digest = hashlib.sha256(text.encode()).digest()
            if self.digests.get(name) != digest:
                self.save(name, state)
                self.digests[name] = digest
            await asyncio.sleep(0)
        self.saved_at = int(time.time() * 1000)

    def revision(self):
        """Two equal revisions hold the same resources: whoever finds one again need not look at each of them."""
        digests = "".join(f"{name}={digest.hex()};" for name, digest in sorted(self.digests.items()))
        return hashlib.sha256(digests.encode()).hexdigest()


def with_own_answers(app, saver, version, unconfined):
    """Adds `/_backlot/health` and `/_backlot/save`, and tells the saver of every other request."""

    async def answer(send, body):
        content = json.dumps(body).encode()
        headers = [(b"content-type", b"application/json"), (b"content-length", str(len(content)).encode())]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": content})

    async def wrapped(scope, receive, send):
        path = scope.get("path", "")
        if scope["type"] == "lifespan" or not path.startswith("/_backlot/"):
            try:
                await app(scope, receive, send)
            finally:
                if scope["type"] != "lifespan":
                    saver.changed()
            return
        if path == "/_backlot/save":
            await saver.flush()
        body = {"pid": os.getpid(), "version": version, "savedAt": saver.saved_at, "unsaved": saver.unsaved}
        if unconfined:
            body["unconfined"] = unconfined
        if path == "/_backlot/save":
            body["revision"] = saver.revision()
        await answer(send, body)

    return wrapped


def with_databases(data, saver):
    """Has real PostgreSQL servers kept behind the RDS instances. Call `connect` with the event loop before any request."""
    api = import_own(DATABASES, "keeper.api")
    loop = None

    def connect(running):
        nonlocal loop
        loop = running

    def save():
        asyncio.run_coroutine_threadsafe(saver.flush(), loop).result(60)

    def changed():
        loop.call_soon_threadsafe(saver.changed)

    return api.install(data, save, changed), connect


def mend_cache_snapshots():
    """Snapshots of caches as AWS describes them: their times can be read, and they keep the tags that they are made with."""
    from ministack.services import elasticache as caches

    plain_xml, plain_create = caches._snapshot_xml, caches._create_snapshot

    def readable(node):
        made = time.gmtime(float(node.get("SnapshotCreateTime", 0)))
        return {**node, "SnapshotCreateTime": time.strftime("%Y-%m-%dT%H:%M:%S.000Z", made)}

    def snapshot_xml(snapshot):
        return plain_xml({**snapshot, "NodeSnapshots": [readable(node) for node in snapshot.get("NodeSnapshots", [])]})

    def create_snapshot(parameters):
        answer = plain_create(parameters)
        if answer[0] == 200:
            snapshot = caches._snapshots[caches._p(parameters, "SnapshotName")]
            caches._tags[snapshot["ARN"]] = caches._extract_tags(parameters)
        return answer

    caches._snapshot_xml, caches._create_snapshot = snapshot_xml, create_snapshot


def main():
    data, port, announcement = sys.argv[1], int(sys.argv[2]), sys.argv[3]
    # What is written is the person's alone, also where a folder above is opened one day.
    os.umask(0o077)
    confine_to_loopback()
    callers = import_own(HERE, "callers")
    if not callers.only_own_user():
        print("this system does not tell who connects: other users of this machine may use the emulator", flush=True)
    listener = listen(port)
    port = listener.getsockname()[1]
    os.environ["GATEWAY_PORT"] = str(port)
    os.environ["STATE_DIR"] = os.path.join(data, "state")
    os.environ["S3_DATA_DIR"] = os.path.join(data, "objects")
    announce(announcement, port)
    confined = import_own(HERE, "confined.install")
    trial = confined.begin_trial()
    try:
        import ministack.app as emulator
        from hypercorn.asyncio import serve
        from hypercorn.config import Config
        from ministack.core import hypercorn_compat, persistence
    except (ImportError, SyntaxError, ValueError, AttributeError) as error:
        print(f"the installation is broken: {error!r}", flush=True)
        sys.exit(BROKEN_INSTALLATION)

    hypercorn_compat.install()
    # It would run the scripts of folders such as /etc/localstack/init: they are not the sandbox's.
    emulator._collect_scripts = lambda *_: []
    saver = Saver(emulator._build_persistence_save_dict, persistence.save_state)

    mend_cache_snapshots()
    import_own(HERE, "gaps").close_all()
    keeper, connect = with_databases(data, saver)
    confinement = confined.install(lambda: {port, *(keeper.ports() if keeper else ())}, trial)

    config = Config()
    config.bind = [f"fd://{listener.detach()}"]
    config.keep_alive_timeout = 75
    config.graceful_timeout = 1
    config.accesslog = None
    config.loglevel = os.environ.get("LOG_LEVEL", "WARNING")

    async def run():
        connect(asyncio.get_running_loop())
        saving = asyncio.create_task(saver.run())
        try:
            app = with_own_answers(emulator.app, saver, emulator._version(), confinement.reason)
            await serve(callers.only_programs(app), config)
        finally:
            saving.cancel()
            if keeper:
                await asyncio.to_thread(keeper.stop_all)

    asyncio.run(run())


if __name__ == "__main__":
    main()
