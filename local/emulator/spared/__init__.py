"""Work that MiniStack is spared. What it answers stays the same.

All this replaces private names of the pinned version. One that is gone ends the emulator while it starts.
"""

from functools import lru_cache

remembered = lru_cache(maxsize=4096)


def replaced(module, *names):
    """Replaces each named function of a module by what the decorated function makes of it."""

    def by(make):
        for name in names:
            setattr(module, name, make(getattr(module, name)))
        return make

    return by
