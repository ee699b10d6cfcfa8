"""Answers per second through the whole way, against bare echo bots, on the same pretend Bot API in the same run.

Each bot runs in a process of its own and answers one message from each of N chats, twice: first from N people it has never seen, then
from the same N again. KIM-Lotse does all of its work for that: the durable inbox, one unit of work with one known need and one card, the
outbox, sealing; at first contact also a person, a contact, a data key and the notice. The bare bots say the words back and keep nothing.
What counts is answers per second of CPU of the bot's process; the matcher's own time, peak memory and start-up stand beside it.

    python -m bench.throughput [--messages N] [--rounds N] [--profile FILE]

The last line is readable by a script: "rest" is the whole way without the matcher. Target: 0.8 of bare aiogram, 1.5 of python-telegram-bot.
"""

from __future__ import annotations

import argparse
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tests.botapi.remote import RemoteBotApi
from tests.ports import free_port

ROOT = Path(__file__).resolve().parents[1]
WORDS = "Ich wohne in Büren und suche eine Wohnung %d"
TICK = os.sysconf("SC_CLK_TCK")
PATIENCE = 120.0  # seconds


@dataclass
class Took:
    """One round of one bot."""

    first_contact: float  # answers per second of CPU
    known: float
    known_per_second: float
    memory: float
    started: float


def cpu_of(process: int) -> float:
    """Seconds of CPU a process has used, all its threads."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICK


def memory_of(process: int) -> float:
    """Peak memory in MB."""
    for line in Path(f"/proc/{process}/status").read_text().splitlines():
        if line.startswith("VmHWM"):
            return int(line.split()[1]) / 1024
    return 0.0


def a_round(name: str, start: Callable[[RemoteBotApi, Path], subprocess.Popen[bytes]], messages: int) -> Took:
    """Starts a bot, waits for its first answer, then measures a burst."""
    with tempfile.TemporaryDirectory() as folder, RemoteBotApi(f"42{len(name)}:bench") as api:
        began = time.perf_counter()
        process = start(api, Path(folder))
        try:
            first = api.call("bench", count=1, text=WORDS, within_s=PATIENCE)
            started = time.perf_counter() - began
            if not first["sends"]:
                raise RuntimeError(f"{name} did not answer within {PATIENCE} s")
            api.call("bench", count=50, text=WORDS, within_s=PATIENCE)
            time.sleep(1.0)
            first_contact, _ = a_burst(api, process.pid, messages)
            known, per_second = a_burst(api, process.pid, messages)
            return Took(first_contact, known, per_second, memory_of(process.pid), started)
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(20)


def matcher_ms(messages: int) -> float:
    """Milliseconds of CPU that understanding the words takes within the whole way, from a round of its own with a clock on it."""
    with tempfile.TemporaryDirectory() as name:
        file = Path(name, "matcher")
        a_round("lotse", lambda api, folder: lotse(api, folder, "bench.clocked", str(file)), messages)
        return float(file.read_text())


def a_burst(api: RemoteBotApi, process: int, messages: int) -> tuple[float, float]:
    """One message from each of so many chats: answers per second of CPU, and per second."""
    before = cpu_of(process)
    report = api.call("bench", count=messages, text=WORDS, within_s=PATIENCE)
    if report["sends"] != messages:
        raise RuntimeError(f"{report['sends']} of {messages} were answered within {PATIENCE} s")
    time.sleep(1.0)
    return messages / (cpu_of(process) - before), messages / report["wall_s"]


def lotse(api: RemoteBotApi, folder: Path, *module: str) -> subprocess.Popen[bytes]:
    environment = {
        **os.environ,
        "LOTSE_DATABASE_URL": f"sqlite:///{folder / 'bench.db'}",
        "LOTSE_KEY_FILE": str(folder / "bench.key"),
        "LOTSE_TELEGRAM_TOKEN": api.token,
        "LOTSE_TELEGRAM_API": api.base_url,
        "LOTSE_TELEGRAM_RATE": "1000000",
        "LOTSE_PORT": str(free_port()),
    }
    return subprocess.Popen([sys.executable, "-m", *(module or ("bot", "run"))], cwd=ROOT, env=environment, stderr=subprocess.DEVNULL)


def bare(module: str) -> Callable[[RemoteBotApi, Path], subprocess.Popen[bytes]]:
    def start(api: RemoteBotApi, _folder: Path) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", module, api.base_url, api.token]
        return subprocess.Popen(command, cwd=ROOT, stderr=subprocess.DEVNULL)

    return start


def port_opens_after() -> float:
    """Seconds from the start to the first answer of /healthz."""
    with tempfile.TemporaryDirectory() as name:
        folder, port = Path(name), free_port()
        environment = {
            **os.environ,
            "LOTSE_DATABASE_URL": f"sqlite:///{folder / 'a.db'}",
            "LOTSE_KEY_FILE": str(folder / "a.key"),
            "LOTSE_PORT": str(port),
        }
        began = time.perf_counter()
        process = subprocess.Popen([sys.executable, "-m", "bot", "run"], cwd=ROOT, env=environment, stderr=subprocess.DEVNULL)
        try:
            while time.perf_counter() - began < PATIENCE:
                try:
                    with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=2):
                        return time.perf_counter() - began
                except OSError:
                    time.sleep(0.02)
            return PATIENCE
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(20)


def command_takes(*arguments: str) -> float:
    began = time.perf_counter()
    subprocess.run([sys.executable, "-m", "bot", *arguments], cwd=ROOT, input=b"", stdout=subprocess.DEVNULL, check=False)
    return time.perf_counter() - began


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--messages", type=int, default=2_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--profile", default="", help="writes a cProfile of one more round there")
    options = parser.parse_args()
    bots = {"lotse": lotse, "aiogram": bare("bench.echo_aiogram"), "python_telegram_bot": bare("bench.echo_python_telegram_bot")}
    took: dict[str, list[Took]] = {name: [] for name in bots}
    for number in range(options.rounds):
        for name, start in bots.items():
            took[name].append(a_round(name, start, options.messages))
            one = took[name][-1]
            print(
                f"round {number + 1} {name:<20} {one.known:6.0f} answers/CPU s ({one.first_contact:.0f} at first contact) "
                f"{one.known_per_second:6.0f} answers/s  "
                f"{one.memory:6.0f} MB  first answer after {one.started:5.1f} s",
                flush=True,
            )
    if options.profile:
        a_round("lotse", lambda api, folder: lotse(api, folder, "cProfile", "-o", options.profile, "-m", "bot", "run"), options.messages)
    known = {name: statistics.median(one.known for one in rounds) for name, rounds in took.items()}
    first = {name: statistics.median(one.first_contact for one in rounds) for name, rounds in took.items()}
    answer, matcher = 1000 / known["lotse"], matcher_ms(options.messages)
    figures = {
        "lotse_to_aiogram": known["lotse"] / known["aiogram"],
        "lotse_to_python_telegram_bot": known["lotse"] / known["python_telegram_bot"],
        "first_contact_to_aiogram": first["lotse"] / first["aiogram"],
        "first_contact_to_python_telegram_bot": first["lotse"] / first["python_telegram_bot"],
        "answer_ms": answer,
        "matcher_ms": matcher,
        "rest_to_aiogram": 1000 / (answer - matcher) / known["aiogram"],
        "rest_to_python_telegram_bot": 1000 / (answer - matcher) / known["python_telegram_bot"],
        "memory_mb": max(one.memory for one in took["lotse"]),
        "first_answer_s": statistics.median(one.started for one in took["lotse"]),
        "healthz_s": port_opens_after(),
        "match_s": command_takes("match"),
        "doctor_s": command_takes("doctor"),
    }
    print(" ".join(f"{name}={value:.2f}" for name, value in figures.items()))
    return 0 if figures["lotse_to_aiogram"] >= 0.8 and figures["lotse_to_python_telegram_bot"] >= 1.5 else 1


if __name__ == "__main__":
    sys.exit(main())
