"""One PostgreSQL server: its folder, its process, its roles."""

import datetime
import os
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import threading
import time
import zlib

from . import copies, files, programs, settings
from .wire import PostgresError, Session, identifier, literal, verifier

LOG_LIMIT = 8 * files.MEBIBYTE
# Below where systems take the ports of outgoing connections from: there, ports of last time are taken by others.
PORTS = range(20000, 30000)
START_SECONDS = 60
LEFTOVER_SECONDS = 10
STOPPING = ((signal.SIGINT, 15), (signal.SIGQUIT, 5), (signal.SIGKILL, 5))
# PostgreSQL takes its recovery for failed when the log ends before the time that was asked for.
LOG_ENDED_EARLY = "recovery ended before configured recovery target"

_ports_lock = threading.Lock()
_ports_given = set()


class StartFailed(Exception):
    """The server's process ended before it answered; the message has the end of its log."""


class Server:
    """A server that may run or not. Its methods may be called from any thread; they wait for each other."""

    def __init__(self, root, server_id, password):
        self.id = server_id
        self.folder = os.path.join(root, "servers", server_id)
        self.data = os.path.join(self.folder, "data")
        self.archive = os.path.join(self.folder, "archive")
        self.bases = os.path.join(self.folder, "bases")
        self.log = os.path.join(self.folder, "server.log")
        self.password = password
        self.lock = threading.RLock()
        self._noting = threading.Lock()
        self.removed = False
        self.child = None
        self.record = files.read_json(os.path.join(self.folder, "server.json")) or {"id": server_id}
        if "port" in self.record:
            with _ports_lock:
                _ports_given.add(self.record["port"])

    # What it is

    @property
    def port(self):
        return self.record["port"]

    @property
    def made(self):
        return bool(self.record.get("made")) and os.path.isdir(self.data)

    def note(self, **changes):
        """Changes the record on disk; None removes an entry."""
        with self._noting:
            self.record = {name: value for name, value in {**self.record, **changes}.items() if value is not None}
            if not self.removed and os.path.isdir(self.folder):
                files.write_json(os.path.join(self.folder, "server.json"), self.record)

    def prepare(self, **about):
        """Makes the folder, and chooses a port."""
        files.make_folder(self.folder)
        files.check_reachable(self.folder)
        for folder in (self.archive, self.bases):
            files.make_folder(folder)
        self.note(wanted="running", port=self.record.get("port") or free_port(self.id), **about)

    # How it comes about

    def make_empty(self, master, password, database):
        """A new server, with the roles and the database that RDS makes."""
        with self.lock:
            shutil.rmtree(self.data, ignore_errors=True)
            self._initialize()
            self.configure()
            self.start()
            with self.session() as session:
                for statement in _roles(master, password, self.password):
                    session.query(statement)
                if database != "postgres":
                    session.query(f"CREATE DATABASE {identifier(database)} OWNER {identifier(master)}")
                session.query(f"ALTER DATABASE postgres OWNER TO {identifier(master)}")
            self.note(made=True)

    def make_from(self, copy):
        """A server with the data of a snapshot."""
        with self.lock:
            self._take(copy)
            self.configure()
            self.start()
            self.note(made=True)

    def make_at(self, copy, source_id, target):
        """A server with the data that another one had at a time: `target`, ISO 8601."""
        with self.lock:
            self._take(copy)
            recovery = {"restore_command": settings.restore_from(source_id), "recovery_target_action": "promote"}
            try:
                self._recover({**recovery, "recovery_target_time": target})
            except StartFailed as problem:
                if LOG_ENDED_EARLY not in str(problem):
                    raise
                # Nothing happened between the end of the log and that time: everything is wanted.
                self._take(copy)
                self._recover(recovery)
            self.configure()
            self.reload()
            self.note(made=True)

    def make_replica(self, source):
        """A server that follows another one, and can be read."""
        with self.lock:
            shutil.rmtree(self.data, ignore_errors=True)
            source.copy_to(self.data)
            self.follow(source)
            self.start()
            self.note(made=True)

    def follow(self, source):
        """Says where the server that it copies is; again each time that it may have moved."""
        with self.lock:
            self.note(follows=source.id)
            files.write_private(os.path.join(self.data, "standby.signal"), "")
            connection = {
                "host": "127.0.0.1",
                "port": source.port,
                "user": settings.REPLICATOR,
                "password": source.password,
                "application_name": self.id,
            }
            text = " ".join(f"{name}={value}" for name, value in connection.items())
            self.configure(primary_conninfo=text, restore_command=settings.restore_from(source.id))
            if self.running():
                self.reload()

    def promote(self):
        """Makes a replica a server of its own."""
        with self.lock:
            if self.running():
                with self.session() as session:
                    session.query("SELECT pg_promote(true, 60)")
            else:
                os.unlink(os.path.join(self.data, "standby.signal"))
            self.note(follows=None)
            self.configure()
            self.reload()

    # Its process

    def running(self):
        """The identity of its process, proven to be ours; None when there is none."""
        if self.child is not None:
            self.child.poll()
        process = self.record.get("process")
        if programs.is_alive(process) and self.folder in programs.command_line(process["pid"]):
            return process
        return None

    def start(self, until_promoted=False):
        """Starts it unless it runs, and waits until it answers. Takes another port when its own is taken."""
        with self.lock:
            if self.removed or (self.running() and self._answers(until_promoted)):
                return
            # Processes of a server that was killed hold its port until they notice.
            patience = time.monotonic() + (LEFTOVER_SECONDS if self.record.get("process") else 0)
            self._forget_foreign_process()
            deadline = time.monotonic() + START_SECONDS
            while True:
                try:
                    self._start_once(until_promoted)
                    break
                except StartFailed as problem:
                    again = time.monotonic() < deadline
                    if again and "Address already in use" in str(problem):
                        if time.monotonic() < patience:
                            time.sleep(0.2)
                        else:
                            self.note(port=free_port(self.id, but=self.port))
                    elif again and "pre-existing shared memory block" in str(problem):
                        # Processes of a killed server notice within a moment.
                        time.sleep(0.2)
                    else:
                        self.note(process=None, failure=str(problem).splitlines()[0])
                        raise
            self.note(failure=None)

    def stop(self, wanted="stopped"):
        """Ends it in good order, or as it can be done. `wanted` is how it shall be found next time."""
        with self.lock:
            if self.record.get("wanted") != wanted:
                self.note(wanted=wanted)
            for number, patience in STOPPING:
                process = self.running()
                if process is None:
                    break
                try:
                    os.kill(process["pid"], number)
                    os.kill(process["pid"], signal.SIGCONT)
                except ProcessLookupError:
                    break
                deadline = time.monotonic() + patience
                while self.running() and time.monotonic() < deadline:
                    time.sleep(0.01)
            self.child = None
            if self.record.get("process"):
                self.note(process=None, stoppedAt=now())

    def reload(self):
        process = self.running()
        if process:
            os.kill(process["pid"], signal.SIGHUP)

    def remove(self):
        """Ends it and everything that it kept."""
        with self.lock:
            self.stop()
            self.removed = True
            files.remove_tree(self.folder)
            with _ports_lock:
                _ports_given.discard(self.record.get("port"))

    # What can be asked of it

    def session(self, database="postgres", timeout=10):
        session = Session(self.port, settings.ADMINISTRATOR, self.password, database, timeout)
        # Statements that hold a password's verifier are nobody's business.
        session.query("SET log_statement = 'none'")
        return session

    def change_password(self, master, password):
        with self.lock, self.session() as session:
            session.query(f"ALTER ROLE {identifier(master)} PASSWORD {literal(verifier(password))}")

    def keep_log(self, archiving):
        """Whether it archives its log, which restores to a point in time are made of."""
        with self.lock:
            if bool(self.record.get("archiving")) == archiving:
                return
            self.note(archiving=archiving)
            if not self.record.get("follows"):
                self.configure()
                self.reload()

    def copy_to(self, target):
        """A consistent copy of its data, whether it runs or not; what `copies.copy_working` tells of it."""
        with self.lock:
            shutil.rmtree(target, ignore_errors=True)
            if not self.running():
                copies.copy_resting(self.data, target)
                return {"at": self.record.get("stoppedAt") or now()}
            with self.session() as session:
                return copies.copy_working(session, self.data, self.archive, target)

    def archive_all(self):
        """Has everything up to now in the archive. A commit of its own makes "now" a place in the log."""
        with self.lock:
            if not self.running():
                return
            with self.session() as session:
                session.query("SELECT pg_current_xact_id()")
                [[segment]] = session.query("SELECT pg_walfile_name(pg_switch_wal())")
            deadline = time.monotonic() + 60
            while not os.path.exists(os.path.join(self.archive, segment)):
                if time.monotonic() > deadline:
                    raise TimeoutError(f"the log of '{self.record.get('identifier')}' is not archived; see {self.log}")
                time.sleep(0.02)

    def configure(self, **own):
        files.write_private(
            os.path.join(self.data, "postgresql.conf"),
            settings.configuration(bool(self.record.get("archiving")), own),
        )
        files.write_private(os.path.join(self.data, "pg_hba.conf"), settings.ACCESS)

    # Steps

    def _initialize(self):
        files.check_space(self.folder)
        building = f"{self.data}.building"
        shutil.rmtree(building, ignore_errors=True)
        files.make_folder(building)
        with tempfile.NamedTemporaryFile("w", dir=self.folder) as secret:
            secret.write(self.password)
            secret.flush()
            files.give(secret.name)
            line = programs.command(
                "initdb",
                *("-D", building, "-U", settings.ADMINISTRATOR, f"--pwfile={secret.name}", "-A", "scram-sha-256"),
                *("-E", "UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"),
                # Small ones: an archive of a day on a laptop is not to fill its disk.
                *("--wal-segsize=1", "--no-sync", "--no-instructions"),
            )
            done = subprocess.run(line, cwd=self.folder, env=programs.ENVIRONMENT, capture_output=True, text=True)
        if done.returncode != 0:
            raise StartFailed(f"initdb ended with {done.returncode}: {last_lines(done.stderr or done.stdout)}")
        os.rename(building, self.data)

    def _take(self, copy):
        self.stop(wanted="running")
        shutil.rmtree(self.data, ignore_errors=True)
        copies.copy_for_use(copy, self.data)

    def _recover(self, recovery):
        files.write_private(os.path.join(self.data, "recovery.signal"), "")
        self.configure(**recovery)
        self.start(until_promoted=True)

    def _start_once(self, until_promoted):
        offset = self._turn_log()
        with open(self.log, "ab") as log:
            self.child = subprocess.Popen(
                programs.command("postgres", "-D", self.data, "-p", str(self.port)),
                cwd=self.folder,
                env=programs.ENVIRONMENT,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                # It outlives the emulator's process when that is killed; the next one finds it.
                start_new_session=True,
            )
        self.note(process=programs.identify(self.child.pid), startedAt=now(), stoppedAt=None)
        while not self._answers(until_promoted):
            if self.child.poll() is not None:
                code, self.child = self.child.returncode, None
                raise StartFailed(f"PostgreSQL ended with {code}: {self._end_of_log(offset)}")
            time.sleep(0.02)

    def _answers(self, until_promoted):
        try:
            with self.session(timeout=5) as session:
                [[recovering, version]] = session.query("SELECT pg_is_in_recovery(), current_setting('server_version')")
        except PostgresError as error:
            # Starting up, or recovering after it was killed: that takes as long as it takes.
            if error.code == "57P03":
                return False
            # Another program's server, on a port that ours is about to find taken. Or ours, of another administrator.
            if self.child is not None and self.child.poll() is None and not self._port_is_ours():
                return False
            raise
        except OSError:
            return False
        if until_promoted and recovering == "t":
            return False
        if self.record.get("version") != version:
            self.note(version=version.split(" ")[0])
        return True

    def _port_is_ours(self):
        """The last line of `postmaster.pid` says `ready` once the server listens."""
        try:
            with open(os.path.join(self.data, "postmaster.pid"), encoding="utf-8") as file:
                lines = file.read().splitlines()
        except FileNotFoundError:
            return False
        return bool(lines) and lines[0] == str(self.child.pid) and lines[-1].strip() == "ready"

    def _forget_foreign_process(self):
        """A number in `postmaster.pid` that the system gave to somebody else since would keep the server from starting."""
        path = os.path.join(self.data, "postmaster.pid")
        try:
            with open(path, encoding="utf-8") as file:
                pid = int(file.readline())
        except (FileNotFoundError, ValueError):
            return
        line = programs.command_line(pid)
        if not line:
            return
        if self.data in line:
            # Ours, started but not recorded by an emulator that was killed in between.
            self.note(process=programs.identify(pid))
            self.stop(wanted="running")
        else:
            os.unlink(path)

    def _turn_log(self):
        try:
            size = os.stat(self.log).st_size
        except FileNotFoundError:
            descriptor = os.open(self.log, os.O_WRONLY | os.O_CREAT, 0o600)
            os.close(descriptor)
            return 0
        if size > LOG_LIMIT:
            os.replace(self.log, f"{self.log}.1")
            return self._turn_log()
        return size

    def _end_of_log(self, offset):
        with open(self.log, "rb") as file:
            file.seek(offset)
            return last_lines(file.read().decode("utf-8", "replace"))


def now():
    text = datetime.datetime.now(datetime.timezone.utc).isoformat(timespec="microseconds")
    return text.replace("+00:00", "Z")


def last_lines(text):
    """The last lines of a log, without those that only say that it ends."""
    lines = [line for line in text.strip().splitlines() if not re.search(r"LOG: +database system is shut down", line)]
    return "\n".join(lines[-8:])


def free_port(server_id, but=None):
    """A port on loopback that nobody listens on and that no other server of this sandbox has."""
    start = zlib.crc32(server_id.encode()) % len(PORTS)
    with _ports_lock:
        for step in range(len(PORTS)):
            port = PORTS[(start + step) % len(PORTS)]
            if port == but or port in _ports_given:
                continue
            with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                try:
                    probe.bind(("127.0.0.1", port))
                except OSError:
                    continue
            _ports_given.add(port)
            return port
    raise StartFailed(f"no port from {PORTS.start} to {PORTS.stop - 1} is free on 127.0.0.1")


def _roles(master, password, administrators):
    """The roles that RDS has. The master is no superuser, there as here: it could run programs on the machine."""
    return (
        "CREATE ROLE rds_superuser IN ROLE pg_monitor, pg_signal_backend, pg_checkpoint, pg_maintain",
        f"CREATE ROLE {settings.REPLICATOR} LOGIN REPLICATION PASSWORD {literal(verifier(administrators))}",
        f"CREATE ROLE {identifier(master)} LOGIN CREATEDB CREATEROLE IN ROLE rds_superuser "
        f"PASSWORD {literal(verifier(password))}",
    )
