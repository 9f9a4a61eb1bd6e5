"""How many processes MiniStack starts for a function: each takes ten times the CPU of the call that it is started for.

It would start another one whenever all are busy. Here a call beyond three at once waits for one of three; if none is
free for so long that they may be waiting for this very call, it gets one more. And it would end one whose handler
threw, as the authorizer does for every refused token. On AWS such a process lives on, and so it does here: its script
hands a thrown error over as a result, which becomes an error again on this side.
"""

import threading
import time

from ministack.core import lambda_runtime
from ministack.services import lambda_svc

AT_ONCE = 3
PATIENCE_SECONDS = 10

acquire_at_once = lambda_svc.acquire_worker
give_back = lambda_svc.release_worker
invoke = lambda_runtime.Worker.invoke
freed = threading.Condition()


def acquire_worker(*function, **of):
    limit = time.monotonic() + PATIENCE_SECONDS
    with freed:
        while (left := limit - time.monotonic()) > 0:
            worker, how = acquire_at_once(*function, **of, max_concurrency=AT_ONCE)
            if worker is not None:
                return worker, how
            freed.wait(left)
    return acquire_at_once(*function, **of)


def release_worker(worker):
    give_back(worker)
    with freed:
        freed.notify_all()


def invoke_and_keep(self, *call, **of):
    response = invoke(self, *call, **of)
    result = response.get("result")
    thrown = result.get("habeas:thrown") if isinstance(result, dict) else None
    return response if thrown is None else {**response, **thrown, "status": "error", "result": None}


THROWN = 'status: "error", error: String(err.message || err), trace: err.stack || ""'
script = lambda_runtime._NODEJS_WORKER_SCRIPT
if THROWN not in script:
    raise RuntimeError("MiniStack hands over thrown errors in another way than workers.py knows")
lambda_runtime._NODEJS_WORKER_SCRIPT = script.replace(
    THROWN, 'status: "ok", result: {"habeas:thrown": {' + THROWN.split(", ", 1)[1] + "}}"
)
lambda_runtime.Worker.invoke = invoke_and_keep
lambda_svc.acquire_worker = acquire_worker
lambda_svc.release_worker = release_worker
