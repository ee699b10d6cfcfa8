"""Whoever asks while the words are being read waits; nobody reads them a second time."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from time import sleep

from directory.read_once import read_once


def test_threads_that_ask_at_the_same_time_get_the_same() -> None:
    asked, read = Barrier(8), []

    @read_once
    def words() -> object:
        sleep(0.05)  # long enough for all to be inside, if nothing held them back
        read.append(1)
        return object()

    def ask() -> object:
        asked.wait(10)
        return words()

    with ThreadPoolExecutor(8) as threads:
        answers = [one.result() for one in [threads.submit(ask) for _ in range(8)]]
    assert len(set(map(id, answers))) == len(read) == 1
