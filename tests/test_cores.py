"""Work is done on all cores, and nothing but the time it takes tells how many there are."""

import logging
import os
import signal
import subprocess
import sys
import warnings
from collections.abc import Callable, Iterator
from unittest.mock import patch

import pytest
from microsite.cores import processes, spread
from sites import ROOT, on_cores

ITEMS = list(range(100))
HERE = os.getpid()
TELL = """
import os
import signal
from itertools import count
from microsite import cores

def work(items):
    os.write(1, b"%d\\n" % os.getpid())
    for item in items:
        pass

class Endless(list):
    def __iter__(self):
        return count()

signal.signal(signal.SIGINT, signal.default_int_handler)
cores.processes = lambda: 3
cores._shares = lambda *_: [Endless([0])] * 3
cores.spread(work, [], least=1)
"""


def squares(items: Iterator[int]) -> list[int]:
    return [item * item for item in items]


def places(items: Iterator[int]) -> tuple[int, int]:
    """Which process works, and on how many."""
    return os.getpid(), len(list(items))


def refuse_at_sixty(items: Iterator[int]) -> list[int]:
    done = []
    for item in items:
        if item >= 60:
            raise ValueError(f"{item} is too much")
        done.append(item)
    return done


@pytest.mark.parametrize("number", [1, 2, 3, 8])
def test_results_are_in_the_order_of_the_items_on_any_number_of_cores(number: int) -> None:
    with on_cores(number):
        shares = spread(squares, ITEMS, least=1)
    assert len(shares) == number
    assert sum(shares, []) == squares(iter(ITEMS))


def test_this_process_does_a_share_itself_and_others_the_rest() -> None:
    with on_cores(4):
        found = spread(places, ITEMS, least=1)
    assert [count for _, count in found] == [25, 25, 25, 25]
    assert len({pid for pid, _ in found}) == 4
    assert found[0][0] == os.getpid()


def test_shares_are_of_like_weight() -> None:
    with on_cores(2):
        assert spread(list, ITEMS, weigh=lambda item: 99 if item == 0 else 1, least=1) == [[0], ITEMS[1:]]


@pytest.mark.parametrize(("least", "shares"), [(101, 1), (100, 1), (51, 1), (50, 2), (30, 3), (1, 4)])
def test_little_work_starts_no_process(least: int, shares: int) -> None:
    with on_cores(4):
        assert len(spread(squares, ITEMS, least=least)) == shares


def test_of_no_items_there_is_no_share_and_what_weighs_nothing_is_one() -> None:
    with on_cores(4):
        assert spread(squares, [], least=1) == []
        assert spread(squares, ITEMS, weigh=lambda _: 0, least=1) == [squares(iter(ITEMS))]


def test_what_raises_raises_here_at_its_own_line_and_first_what_is_first() -> None:
    for number in (1, 2, 8):
        with on_cores(number), pytest.raises(ValueError, match="60 is too much") as told:
            spread(refuse_at_sixty, ITEMS, least=1)
        assert told.traceback[-1].name == "refuse_at_sixty"


def dies(items: Iterator[int]) -> list[int]:
    if os.getpid() != HERE:
        os.kill(os.getpid(), signal.SIGKILL)
    return squares(items)


def ends_in_the_middle_of_its_answer(items: Iterator[int]) -> list[int]:
    if os.getpid() != HERE:
        patch("microsite.cores.pickle.dumps", lambda *_: Longer(b"\2.")).start()
    return squares(items)


def answers_what_can_t_be_pickled(items: Iterator[int]) -> object:
    return squares(items) if os.getpid() == HERE else lambda: items


class Longer(bytes):
    """Fewer bytes than it says."""

    def __len__(self) -> int:
        return 99


@pytest.mark.parametrize("work", [dies, ends_in_the_middle_of_its_answer, answers_what_can_t_be_pickled])
def test_what_a_process_can_t_answer_is_done_here(work: Callable[[Iterator[int]], list[int]]) -> None:
    with on_cores(4):
        assert sum(spread(work, ITEMS, least=1), []) == squares(iter(ITEMS))


def test_where_the_system_gives_no_process_all_is_done_here() -> None:
    with on_cores(4), patch("os.fork", side_effect=BlockingIOError(11, "Resource temporarily unavailable")):
        assert sum(spread(squares, ITEMS, least=1), []) == squares(iter(ITEMS))


def test_what_is_said_is_said_here_once_and_in_order(caplog: pytest.LogCaptureFixture) -> None:
    def speak(items: Iterator[int]) -> int:
        for item in items:
            if item in (10, 90):
                logging.getLogger("mkdocs").warning("%s", item)
            if item == 50:
                warnings.warn("fifty", UserWarning, stacklevel=1)
        return os.getpid()

    with on_cores(5), pytest.warns(UserWarning, match="fifty"):
        found = spread(speak, ITEMS, least=1)
    assert caplog.messages == ["10", "90"]
    assert [pid == os.getpid() for pid in found] == [True, False, True, False, True]


def test_no_process_is_left_whatever_happens() -> None:
    def breaks_here(items: Iterator[int]) -> None:
        if os.getpid() == HERE:
            raise KeyboardInterrupt
        signal.pause()

    with on_cores(4), pytest.raises(KeyboardInterrupt), patch("os.waitpid", wraps=os.waitpid) as waited:
        spread(breaks_here, ITEMS, least=1)
    assert len({call.args[0] for call in waited.call_args_list}) == 3
    for call in waited.call_args_list:
        with pytest.raises(ProcessLookupError):
            os.kill(call.args[0], 0)


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_who_stops_the_process_stops_all_that_help_it(how: signal.Signals) -> None:
    command, environment = [sys.executable, "-c", TELL], os.environ | {"PYTHONPATH": str(ROOT / "hooks")}
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=environment) as process:
        assert process.stdout
        pids = {int(process.stdout.readline()) for _ in range(3)}
        assert process.pid in pids
        process.send_signal(how)
        process.stdout.read()  # comes to its end when nobody has it open any more
    assert process.returncode


def test_as_many_work_as_there_are_cores_but_threads_keep_all_in_one_process() -> None:
    with patch("os.path.isdir", return_value=True), patch("os.sched_getaffinity", return_value={0, 3, 5}, create=True):
        with patch("os.listdir", return_value=["1"]):
            assert processes() == 3
        with patch("os.listdir", return_value=["1", "2"]):
            assert processes() == 1


def test_only_linux_has_more_than_one() -> None:
    with patch("os.path.isdir", return_value=False):
        assert processes() == 1
