"""What the emulator can't do and our stacks need: one file per gap.

Each has `is_open()`, which says whether the emulator still lacks it, and `close()`, which adds it. A test fails as soon
as the emulator has one itself: then the file goes. Import this once the emulator is imported.
"""

import importlib
import os

_names = sorted(name[:-3] for name in os.listdir(os.path.dirname(__file__)) if name.endswith(".py") and name[0] != "_")

GAPS = {name: importlib.import_module(f"{__name__}.{name}") for name in _names}


def close_all():
    """Adds what is missing, before the emulator answers anybody."""
    for gap in GAPS.values():
        if gap.is_open():
            gap.close()
