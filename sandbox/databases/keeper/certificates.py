"""The certificate that all servers of a sandbox show, and the authority that signed it: TLS as RDS has it."""

import os

from . import files


def ensure(folder, sign):
    """Makes `ca.crt`, `server.crt` and `server.key` unless they are there. `sign()` gives their texts."""
    paths = [os.path.join(folder, name) for name in ("ca.crt", "server.crt", "server.key")]
    if all(map(os.path.exists, paths)):
        return
    files.make_folder(folder)
    for path, text in zip(paths, sign()):
        files.write_private(path, text)
