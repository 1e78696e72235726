"""Work on many things at once, on all the cores that this machine lets us have.

The processes that share the work are copies of this one (os.fork), so they start at once and know all that
it knows. Nothing depends on how many there are: each answers with a value, and what one could not answer is
done here. So `work` must change nothing but what it alone has, and caches.
"""

import gc
import logging
import os
import pickle
import signal
import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from itertools import accumulate, groupby
from operator import itemgetter
from typing import Any, BinaryIO, NamedTuple, NoReturn, TypeVar

MOST = 8  # processes: each takes memory for what it reads
THREADS = "/proc/self/task"  # where Linux, and nobody else, lists those of a process
LENGTH = 8  # bytes that say how long an answer is
Item = TypeVar("Item")
Result = TypeVar("Result")


class Speaking(BaseException):
    """Work has something to say: it is for this process to say it, once and in its order."""


class Helper(NamedTuple):
    """A process that works on a share, and where its answer comes out: how long it is, then what it is, pickled."""

    pid: int
    answer: BinaryIO


def spread(
    work: Callable[[Iterator[Item]], Result], items: Iterable[Item], *, least: float, weigh: Callable[[Item], float] = lambda _: 1
) -> list[Result]:
    """What `work` makes of each share of the items, in their order; put together it is what `work` makes of all of them.

    Shares are of like weight, and none is lighter than `least`, so that little work starts no process: there is
    one share then, and none of no items. `work` gets an iterator, should take from it one by one (a process whose
    parent is gone ends there), and return what can be pickled. Where it raises, logs or warns, it does so here.
    """
    first, *others = _shares(list(items), weigh, least) or [[]]
    with ExitStack() as stack:
        helpers = [_start(work, share, stack) for share in others]
        results = [work(iter(first))] if first else []
        for helper, share in zip(helpers, others, strict=True):
            answer = _answer(helper) if helper else None
            results.append(work(iter(share)) if answer is None else pickle.loads(answer))
        return results


def processes() -> int:
    """How many may work at once. Threads and macOS do not bear being copied, and Windows has no fork."""
    if not os.path.isdir(THREADS) or len(os.listdir(THREADS)) > 1:
        return 1
    return min(len(os.sched_getaffinity(0)), MOST)


def _shares(items: Sequence[Item], weigh: Callable[[Item], float], least: float) -> list[list[Item]]:
    weights = [weigh(item) for item in items]
    total = sum(weights)
    number = int(min(total // least, processes())) if total >= 2 * least else 1
    owners = [int(number * (end - weight / 2) / total) if total else 0 for weight, end in zip(weights, accumulate(weights), strict=True)]
    return [[item for _, item in share] for _, share in groupby(zip(owners, items, strict=True), itemgetter(0))]


def _start(work: Callable[[Iterator[Item]], Any], share: Sequence[Item], stack: ExitStack) -> Helper | None:
    """A process for a share, unless the system has none to give; it is no more when the stack is left."""
    reader, writer = os.pipe()
    parent = os.getpid()
    try:
        pid = os.fork()
    except OSError:
        os.close(reader)
        os.close(writer)
        return None
    if not pid:
        os.close(reader)
        _help(work, share, parent, writer)
    os.close(writer)
    helper = Helper(pid, open(reader, "rb"))
    stack.callback(_end, helper)
    return helper


def _help(work: Callable[[Iterator[Item]], Any], share: Sequence[Item], parent: int, writer: int) -> NoReturn:
    """Work as a copy of the process that has all the rest to do: nothing of what that would do on its way out is done here."""
    try:
        gc.freeze()  # or looking for garbage would copy all memory that is shared
        logging.setLogRecordFactory(_say_nothing)
        warnings.showwarning = _say_nothing
        answer = pickle.dumps(work(_while_alive(share, parent)), pickle.HIGHEST_PROTOCOL)
        with open(writer, "wb") as file:
            file.write(len(answer).to_bytes(LENGTH, "big"))
            file.write(answer)
    finally:
        os._exit(0)


def _while_alive(share: Sequence[Item], parent: int) -> Iterator[Item]:
    for item in share:
        if os.getppid() != parent:
            os._exit(1)
        yield item


def _say_nothing(*_: object, **__: object) -> NoReturn:
    raise Speaking


def _answer(helper: Helper) -> bytes | None:
    """What a process has answered, if that is all there."""
    length, answer = helper.answer.read(LENGTH), helper.answer.read()
    return answer if len(length) == LENGTH and int.from_bytes(length, "big") == len(answer) else None


def _end(helper: Helper) -> None:
    helper.answer.close()
    os.kill(helper.pid, signal.SIGKILL)
    os.waitpid(helper.pid, 0)
