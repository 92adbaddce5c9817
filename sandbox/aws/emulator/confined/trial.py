"""Whether programs can be confined on this machine, found out by doing it."""

import socket
import subprocess
import sys
import tempfile

from .kernel import is_known
from .process import Confinement

# Its exit code says what it could do; 0 is nothing but what it may.
PROBE = """
import os, socket, sys
def can(attempt):
    try: attempt()
    except OSError: return False
    return True
own, other, planted = int(sys.argv[1]), int(sys.argv[2]), os.environ["PLANTED"]
done = 0 if can(lambda: socket.create_connection(("127.0.0.1", own), 30).close()) else 1
done |= 2 if can(lambda: socket.create_connection(("127.0.0.1", other), 30).close()) else 0
done |= 4 if can(lambda: open(planted).close()) else 0
done |= 8 if can(lambda: os.kill(os.getppid(), 0)) else 0
done |= 0 if can(lambda: open(os.path.join(os.environ["TMPDIR"], "mine"), "w").close()) else 16
sys.exit(done)
"""
FOUND = {
    1: "a connection to the sandbox was refused",
    2: "another port could be connected to",
    4: "a file of this user could be read",
    8: "another process could be signalled",
    16: "its own folder couldn't be written to",
}


def why_not():
    """None if a confined program is confined and works; else why it isn't."""
    if not is_known():
        return "this system has no Landlock and seccomp, which Linux has on x86-64 and 64-bit ARM"
    with socket.create_server(("127.0.0.1", 0)) as own, socket.create_server(("127.0.0.1", 0)) as other:
        with tempfile.NamedTemporaryFile() as planted:
            port = own.getsockname()[1]
            arguments = ["python3", "-I", "-S", "-c", PROBE, port, other.getsockname()[1]]
            try:
                confinement = Confinement(lambda: {port})
                done = confinement.run(arguments, env={"PLANTED": planted.name}, capture_output=True, timeout=60)
            except (OSError, subprocess.TimeoutExpired) as problem:
                return f"Linux doesn't do it here: {problem}"
    if done.returncode == 0:
        return None
    found = [text for bit, text in FOUND.items() if 0 < done.returncode < 32 and done.returncode & bit]
    return f"a trial failed: {', '.join(found) or f'it ended with {done.returncode}'}"
