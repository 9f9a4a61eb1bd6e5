"""Runs MiniStack as long as the process that started it lives.

Standard input is a pipe whose other end only that process has. However that process ends (`kill -9`, a
closed terminal, a crash), the pipe closes. Then the emulator stops as on SIGTERM and saves its state. At the
latest after the grace period, whatever is left of its process group, Lambda workers included, is killed.

Its HTTP is spoken by uvicorn with httptools on uvloop instead of hypercorn, whose parser is written in Python: a call
then costs half of what it did of the one core that the emulator can use. An answer is one packet, not two: each costs
its receiver, too.
"""

import asyncio
import os
import runpy
import signal
import sys
import threading

import hypercorn.asyncio
import mailbox  # noqa: F401
import spared.requests  # noqa: F401
import spared.rows  # noqa: F401
import uvicorn
import uvloop
import workers  # noqa: F401
from uvicorn.protocols.http import httptools_impl

GRACE_SECONDS = 30
left_alone = threading.Event()


def kill_group() -> None:
    os.killpg(0, signal.SIGKILL)


def stop_when_left_alone(pipe: int) -> None:
    while os.read(pipe, 4096):
        pass
    left_alone.set()
    last_resort = threading.Timer(GRACE_SECONDS, kill_group)
    last_resort.daemon = True
    last_resort.start()
    os.kill(os.getpid(), signal.SIGTERM)


class Held:
    """A transport that keeps what is written to it, until it is flushed or closed."""

    def __init__(self, transport):
        self.transport = transport
        self.kept = []
        self.write = self.kept.append

    def __getattr__(self, name):
        return getattr(self.transport, name)

    def flush(self):
        if self.kept:
            self.transport.write(b"".join(self.kept))
            self.kept.clear()

    def close(self):
        self.flush()
        self.transport.close()


class Answer(httptools_impl.RequestResponseCycle):
    """An answer whose head is written together with the first part of its body."""

    async def send(self, message):
        if not self.response_started:
            self.transport = Held(self.transport)
        await super().send(message)
        if message["type"] == "http.response.body":
            self.transport.flush()


async def serve(app, config) -> None:
    """What `hypercorn.asyncio.serve` does, by uvicorn, with the settings that MiniStack gave to hypercorn."""
    host, port = config.bind[0].rsplit(":", 1)
    settings = uvicorn.Config(
        app,
        host=host,
        port=int(port),
        http="httptools",
        ws="none",
        lifespan="on",
        log_level="warning",
        access_log=False,
        proxy_headers=False,
        server_header=False,
        date_header=False,
        timeout_keep_alive=config.keep_alive_timeout,
        timeout_graceful_shutdown=3,
    )
    await uvicorn.Server(settings).serve()


httptools_impl.RequestResponseCycle = Answer
hypercorn.asyncio.serve = serve
asyncio.run = uvloop.run
# A private copy that is not inherited: a Lambda worker must neither keep the pipe open nor read from it.
lifeline = os.dup(0)
os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
threading.Thread(target=stop_when_left_alone, args=(lifeline,), daemon=True).start()
sys.argv = ["ministack"]
try:
    runpy.run_module("ministack", run_name="__main__", alter_sys=True)
finally:
    if left_alone.is_set():
        kill_group()
