"""All servers of one sandbox: starts them with the emulator, keeps them running, stops them with it."""

import os
import secrets
import shutil
import threading
import time
import traceback
from concurrent.futures import ThreadPoolExecutor

from . import backups, certificates, copies, files, programs
from .server import Server

WATCH_SECONDS = 1.0
BACKUP_CHECK_SECONDS = 300
# A server that ended so often within so many seconds is left alone.
RESTARTS, RESTART_WINDOW = 5, 120


class Keeper:
    """`sign` gives the texts of a certificate authority, a certificate and its key."""

    def __init__(self, root, sign):
        self.root = root
        self.sign = sign
        self.servers = {}
        self.lock = threading.RLock()
        self.ended = threading.Event()
        self.deaths = {}
        # A server that could not be kept running, told to whoever keeps its record.
        self.on_failure = lambda server, reason: None
        # One that runs on another port than before.
        self.on_moved = lambda server: None
        self._watching = None
        self._backups_checked = time.monotonic()

    def server(self, server_id):
        with self.lock:
            if server_id not in self.servers:
                self._prepare()
                self.servers[server_id] = Server(self.root, server_id, self._password())
            return self.servers[server_id]

    def ports(self):
        """Ports of the servers that run at the moment."""
        with self.lock:
            servers = list(self.servers.values())
        return {server.port for server in servers if programs.is_alive(server.record.get("process"))}

    def check(self):
        """Raises Unavailable or DiskFull when no server can be made."""
        programs.folder()
        programs.way_for_root()
        self._prepare()
        files.check_reachable(os.path.join(self.root, "servers"))
        files.check_space(self.root)

    def remove(self, server_id):
        server = self.server(server_id)
        server.remove()
        with self.lock:
            self.servers.pop(server_id, None)

    # Snapshots

    def snapshot_folder(self, copy_id):
        return os.path.join(self.root, "snapshots", copy_id)

    def take_snapshot(self, server_id, copy_id):
        """Copies the data of a server; the snapshot is there once it is whole."""
        self._fill(copy_id, lambda building: self.server(server_id).copy_to(building))

    def link_snapshot(self, copy_id, target_id):
        self._fill(target_id, lambda building: copies.link_copy(self.snapshot_folder(copy_id), building))

    def take_last_snapshot(self, server_id, copy_id):
        """Turns the data of a server that is about to be removed into a snapshot: nothing is copied."""
        server = self.server(server_id)
        with server.lock:
            server.stop()
            files.make_folder(os.path.dirname(self.snapshot_folder(copy_id)))
            os.rename(server.data, self.snapshot_folder(copy_id))

    def has_snapshot(self, copy_id):
        return os.path.isdir(self.snapshot_folder(copy_id))

    def remove_snapshot(self, copy_id):
        files.remove_tree(self.snapshot_folder(copy_id))

    def _fill(self, copy_id, fill):
        folder = self.snapshot_folder(copy_id)
        files.make_folder(os.path.dirname(folder))
        building = f"{folder}.building"
        try:
            fill(building)
            os.rename(building, folder)
        except BaseException:
            shutil.rmtree(building, ignore_errors=True)
            raise

    # The sandbox's life

    def sweep(self):
        """Removes what killed processes left half done."""
        for kind in ("servers", "snapshots"):
            folder = os.path.join(self.root, kind)
            for name in os.listdir(folder) if os.path.isdir(folder) else ():
                if name.endswith((".building", ".removed", ".tmp")):
                    shutil.rmtree(os.path.join(folder, name), ignore_errors=True)

    def watch(self):
        """Starts the thread that starts servers again which end by themselves, and makes automated backups."""
        with self.lock:
            if self._watching is None:
                self._watching = threading.Thread(target=self._watch, daemon=True, name="backlot-databases")
                self._watching.start()

    def stop_all(self):
        """Ends all servers at once, to be started again with the next emulator."""
        self.ended.set()
        with self.lock:
            servers = list(self.servers.values())
        if servers:
            with ThreadPoolExecutor(len(servers)) as pool:
                list(pool.map(lambda server: server.stop(wanted=server.record.get("wanted", "running")), servers))

    def remove_all(self):
        with self.lock:
            for server_id in list(self.servers):
                self.remove(server_id)
            for kind in ("servers", "snapshots"):
                files.remove_tree(os.path.join(self.root, kind))

    def _prepare(self):
        for folder in ("", "servers", "snapshots"):
            files.make_folder(os.path.join(self.root, folder))
        certificates.ensure(os.path.join(self.root, "tls"), self.sign)

    def _password(self):
        """Of the administrator of all servers of this sandbox, whom no client ever is."""
        path = os.path.join(self.root, "administrator")
        try:
            with open(path, encoding="ascii") as file:
                return file.read()
        except FileNotFoundError:
            files.write_private(path, secrets.token_urlsafe(32))
            return self._password()

    def _watch(self):
        while not self.ended.wait(WATCH_SECONDS):
            with self.lock:
                servers = list(self.servers.values())
            for server in servers:
                try:
                    self._look_after(server)
                except Exception:
                    traceback.print_exc()
            if time.monotonic() - self._backups_checked > BACKUP_CHECK_SECONDS:
                self._backups_checked = time.monotonic()
                for server in servers:
                    try:
                        backups.renew(server)
                    except Exception:
                        traceback.print_exc()

    def _look_after(self, server):
        # One that somebody works on is left to them.
        if not server.lock.acquire(blocking=False):
            return
        try:
            wanted = server.record.get("wanted") == "running" and server.made and not server.removed
            if not wanted or server.record.get("failure") or server.running() or self.ended.is_set():
                return
            recent = [at for at in self.deaths.get(server.id, ()) if time.monotonic() - at < RESTART_WINDOW]
            self.deaths[server.id] = [*recent, time.monotonic()]
            if len(recent) >= RESTARTS:
                server.note(failure=f"ended {RESTARTS} times within {RESTART_WINDOW} s; see {server.log}")
                self.on_failure(server, server.record["failure"])
                return
            print(f"the server of database '{server.record.get('identifier')}' ended; starting it again", flush=True)
            port = server.port
            try:
                server.start()
            except Exception as problem:
                self.on_failure(server, str(problem))
            if server.port != port:
                self.on_moved(server)
        finally:
            server.lock.release()
