"""What a server is configured with: small, on loopback, asking everybody for a password."""

import re

ADMINISTRATOR = "rdsadmin"
REPLICATOR = "rdsrepladmin"

SETTINGS = {
    "listen_addresses": "127.0.0.1",
    # Nobody gets past the password over a socket.
    "unix_socket_directories": "",
    "password_encryption": "scram-sha-256",
    "ssl": "on",
    "ssl_cert_file": "../../../tls/server.crt",
    "ssl_key_file": "../../../tls/server.key",
    "max_connections": "100",
    "shared_buffers": "16MB",
    "max_worker_processes": "4",
    "max_parallel_workers": "2",
    "max_logical_replication_workers": "0",
    "autovacuum_max_workers": "1",
    "max_wal_senders": "4",
    "max_replication_slots": "4",
    "wal_level": "replica",
    "wal_compression": "on",
    "min_wal_size": "8MB",
    "max_wal_size": "128MB",
    "wal_keep_size": "32MB",
    "archive_mode": "on",
    "archive_timeout": "60s",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_line_prefix": "%m [%p] %u@%d ",
    # A statement that fails may hold a password.
    "log_min_error_statement": "panic",
}

ARCHIVE = "cp %p ../archive/%f.part && mv ../archive/%f.part ../archive/%f"

ACCESS = f"""# TYPE  DATABASE     USER          ADDRESS       METHOD
host    all          all           127.0.0.1/32  scram-sha-256
host    replication  {REPLICATOR}  127.0.0.1/32  scram-sha-256
"""


def configuration(archiving, own):
    """Text of `postgresql.conf`; `own` are further settings of this one server."""
    archive = {"archive_command": ARCHIVE if archiving else ":"}
    return "".join(f"{name} = {quoted(value)}\n" for name, value in {**SETTINGS, **archive, **own}.items())


def restore_from(server_id):
    """The command that fetches what another server of the sandbox archived."""
    if not re.fullmatch(r"[\w-]+", server_id):
        raise ValueError(f"'{server_id}' is not the id of a server")
    return f"cp ../../{server_id}/archive/%f %p"


def quoted(value):
    return "'" + str(value).replace("\\", "\\\\").replace("'", "''") + "'"
