"""Databases for tests: SQLite in a folder, and a PostgreSQL that the tests start themselves."""

from __future__ import annotations

import os
import secrets
import shutil
import subprocess
import tempfile
import time
from functools import cache
from pathlib import Path

import psycopg

from storage import database
from tests.ports import free_port

USER = "lotse_test"


class Postgres:
    """A PostgreSQL server of our own in a short temporary folder; or the one of DATABASE_URL, when it is given."""

    def __init__(self) -> None:
        self.given = os.environ.get("DATABASE_URL", "")
        self.folder: Path | None = None
        self._template = ""
        self._process: subprocess.Popen[bytes] | None = None
        self.url = self.given or self._start()

    def _start(self) -> str:
        programs = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
        if not programs:
            raise RuntimeError("PostgreSQL is missing: apt-get install postgresql, or give DATABASE_URL")
        bin_folder = programs[-1].parent
        self.folder = Path(tempfile.mkdtemp(prefix="pg"))  # short: a socket path may have 107 bytes
        as_user: list[str] = []
        if os.geteuid() == 0:  # PostgreSQL refuses to run as root
            as_user = ["runuser", "-u", "postgres", "--"]
            shutil.chown(self.folder, "postgres")
        data = self.folder / "data"
        options = ["-D", str(data), "-U", USER, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"]
        subprocess.run([*as_user, str(bin_folder / "initdb"), *options], check=True, capture_output=True, cwd=self.folder)
        port = free_port()
        settings = [
            "-c",
            f"unix_socket_directories={self.folder}",
            "-c",
            f"port={port}",
            "-c",
            "listen_addresses=127.0.0.1",
            "-c",
            "max_connections=60",
        ]
        self._process = subprocess.Popen(
            [*as_user, str(bin_folder / "postgres"), "-D", str(data), *settings],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=self.folder,
        )
        url = f"postgresql://{USER}@127.0.0.1:{port}/postgres"
        for _ in range(100):
            try:
                psycopg.connect(url, connect_timeout=2).close()
            except psycopg.OperationalError:
                time.sleep(0.1)
            else:
                return url
        raise RuntimeError("PostgreSQL did not start within ten seconds")

    def fresh(self, otherwise: str = "") -> str:
        """The address of a new, empty database."""
        name = f"lotse_{secrets.token_hex(6)}"
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute(f'create database "{name}"{otherwise}')
        return self.url.rpartition("/")[0] + "/" + name

    def migrated(self) -> str:
        """The address of a new database that has all tables and no rows: a copy of one that was migrated once."""
        if not self._template:
            url = self.fresh()
            _migrate(url)
            self._template = url.rpartition("/")[2]
        return self.fresh(f' template "{self._template}"')

    def stop(self) -> None:
        """Ends the server and throws its folder away."""
        if self._process is not None:
            self._process.terminate()
            self._process.wait(20)
        if self.folder is not None:
            shutil.rmtree(self.folder, ignore_errors=True)


@cache
def _sqlite_template() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "template.db"
        _migrate(f"sqlite:///{file}")
        return file.read_bytes()


def migrated_sqlite(file: Path) -> str:
    """The address of a new database in this file that has all tables and no rows: a copy of one that was migrated once."""
    file.write_bytes(_sqlite_template())
    return f"sqlite:///{file}"


def _migrate(url: str) -> None:
    engine = database.open_engine(url)
    database.migrate(engine)
    database.checkpoint(engine)
    engine.dispose()
