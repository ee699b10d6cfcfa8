"""What a fresh machine, a builder of images and a reader may count on: locks, recipes, the image, the documents."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from bot.settings import Settings

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
RUNTIME = [Requirement(line) for line in PROJECT["dependencies"]]
DEV = [Requirement(line) for line in PROJECT["optional-dependencies"]["dev"]]
LOCKS = ["requirements.lock", "requirements-dev.lock"]
SETTINGS = {f"LOTSE_{name.upper()}" for name in Settings.model_fields}
TARGETS = [
    "help",
    "setup",
    "setup-test",
    "run",
    "test",
    "check",
    "torture",
    "torture-short",
    "bench-throughput",
    "bench-storage",
    "bench-match",
    "bench-desk",
    "canary",
    "roles-matrix",
    "sim-handovers",
    "lock",
    "words",
    "screenshots",
]


def locked(name: str) -> dict[str, tuple[str, int]]:
    """Package -> exact version and number of hashes. Fails on every line that is neither."""
    packages: dict[str, tuple[str, int]] = {}
    for block in re.split(r"\n(?=\S)", (ROOT / name).read_text().strip()):
        head, *hashes = [line.strip().removesuffix("\\").strip() for line in block.splitlines()]
        pinned = re.fullmatch(r"([A-Za-z0-9._-]+)(?:\[[a-z,-]+\])?==([^\s;]+)(?:\s*;.*)?", head)
        assert pinned, f"{name}: {head!r} names no exact version"
        assert all(re.fullmatch(r"--hash=sha256:[0-9a-f]{64}", one) for one in hashes), f"{name}: an odd line under {head!r}"
        packages[canonicalize_name(pinned[1])] = (pinned[2], len(hashes))
    return packages


def our_files() -> Iterator[Path]:
    """Every file of the project, without what is made on this machine."""
    for folder, folders, files in os.walk(ROOT):
        here = Path(folder)
        made = {"__pycache__", "node_modules"} | ({"data", "out", "build", "dist"} if here == ROOT else set())
        folders[:] = [
            one for one in folders if (not one.startswith(".") or one == ".ci") and one not in made and not one.endswith(".egg-info")
        ]
        yield from (here / one for one in files if not (here == ROOT and one == ".env"))


# --- the locks


@pytest.mark.parametrize("name", LOCKS)
def test_every_locked_package_has_hashes(name: str) -> None:
    assert [package for package, (_, hashes) in locked(name).items() if hashes == 0] == []


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_names_no_address_and_no_path(name: str) -> None:
    text = (ROOT / name).read_text()
    assert re.findall(r"://|@|file:|#|--index|--find-links|/", text) == []


@pytest.mark.parametrize(("name", "asked"), [("requirements.lock", RUNTIME), ("requirements-dev.lock", RUNTIME + DEV)])
def test_the_ranges_of_the_project_admit_what_is_locked(name: str, asked: list[Requirement]) -> None:
    there = {package: version for package, (version, _) in locked(name).items()}
    outside = [str(one) for one in asked if not one.specifier.contains(there.get(canonicalize_name(one.name), "0"))]
    assert outside == []


def test_both_locks_agree_and_carry_what_builds_the_project() -> None:
    run, dev = locked("requirements.lock"), locked("requirements-dev.lock")
    assert {name: dev.get(name) for name in run} == run
    assert "setuptools" in run


def test_each_dependency_has_a_line_in_the_decisions() -> None:
    page = (ROOT / "docs/decisions/0006-dependencies.md").read_text()
    assert [one.name for one in RUNTIME + DEV if not re.search(rf"^\| .*\b{re.escape(one.name)}\b.* \|", page, re.MULTILINE)] == []


# --- what people type


@pytest.mark.parametrize("target", TARGETS)
def test_every_target_can_be_read_by_make(target: str) -> None:
    done = subprocess.run(["make", "-n", target], cwd=ROOT, capture_output=True, text=True, stdin=subprocess.DEVNULL)
    assert done.returncode == 0, done.stderr


def test_help_lists_every_target() -> None:
    shown = subprocess.run(["make"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert [target for target in TARGETS if f"make {target} " not in shown and target != "help"] == []


@pytest.mark.parametrize("script", ["setup.sh", ".ci/run"])
def test_scripts_are_readable_and_may_be_started(script: str) -> None:
    assert os.access(ROOT / script, os.X_OK)
    subprocess.run(["bash", "-n", script], cwd=ROOT, check=True)


def test_setup_says_what_is_missing_and_asks_nothing(tmp_path: Path) -> None:
    """A machine with only an old Python: one sentence, exit 2."""
    for name in ("setup.sh", "pyproject.toml", *LOCKS):
        shutil.copy(ROOT / name, tmp_path)
    tools = tmp_path / "bin"
    tools.mkdir()
    for tool in ("bash", "dirname", "id", "cat", "cksum"):
        (tools / tool).symlink_to(str(shutil.which(tool)))
    old = tools / "python3"
    old.write_text("#!/bin/bash\n[ \"$1\" = -V ] && echo 'Python 3.9.2' || exit 1\n")
    old.chmod(0o755)
    done = subprocess.run(
        [str(tools / "bash"), "setup.sh", "run"],
        cwd=tmp_path,
        env={"PATH": str(tools)},
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
    )
    assert done.returncode == 2
    assert done.stderr.startswith("setup: Python 3.11 or newer is needed; python3 here is Python 3.9.2.")


# --- the image


def instructions() -> list[tuple[str, str]]:
    """The Dockerfile as (instruction, rest), continued lines joined."""
    text = re.sub(r"^\s*#.*\n", "", (ROOT / "Dockerfile").read_text(), flags=re.MULTILINE)
    lines = [line for line in re.sub(r"\\\n", " ", text).splitlines() if line.strip()]
    pairs = [line.split(None, 1) for line in lines]
    assert all(len(pair) == 2 for pair in pairs)
    return [(word, " ".join(rest.split())) for word, rest in pairs]


def of(word: str, among: list[tuple[str, str]] | None = None) -> list[str]:
    return [rest for one, rest in (instructions() if among is None else among) if one == word]


def last_stage() -> list[tuple[str, str]]:
    all_of_it = instructions()
    return all_of_it[max(number for number, (word, _) in enumerate(all_of_it) if word == "FROM") :]


def test_the_dockerfile_holds_only_known_instructions() -> None:
    known = {"FROM", "ENV", "WORKDIR", "RUN", "COPY", "USER", "VOLUME", "EXPOSE", "STOPSIGNAL", "HEALTHCHECK", "CMD"}
    assert {word for word, _ in instructions()} <= known
    assert instructions()[0][0] == "FROM"
    assert len(of("FROM")) == 2


def test_images_have_a_version() -> None:
    images = [rest.split()[0] for rest in of("FROM")] + [one["image"] for one in compose()["services"].values()]
    assert [image for image in images if ":" not in image or image.endswith(":latest")] == []


def test_the_image_runs_as_nobody_special_and_tells_how_it_is() -> None:
    stage = last_stage()
    [user] = of("USER", stage)
    assert all(part.isdigit() and int(part) > 1000 for part in user.split(":"))
    assert "/healthz" in of("HEALTHCHECK", stage)[0]
    assert of("STOPSIGNAL", stage) == ["SIGTERM"]
    words = [word for word, _ in stage]
    assert not any(word in ("RUN", "COPY") for word in words[words.index("USER") :])
    for one in [*of("CMD", stage), of("HEALTHCHECK", stage)[0].split("CMD ", 1)[1], *of("VOLUME", stage)]:
        assert json.loads(one)


def test_the_image_takes_only_locked_packages() -> None:
    installs = [rest for rest in of("RUN") if "pip install" in rest]
    assert installs
    assert all("--require-hashes" in rest or "--no-deps --no-build-isolation" in rest for rest in installs)


def test_whatever_the_image_copies_exists_and_no_room_is_forgotten() -> None:
    copied = [source for rest in of("COPY") if "--from" not in rest for source in rest.split()[:-1]]
    assert [source for source in copied if not (ROOT / source).exists()] == []
    let_in = {line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")}
    assert set(copied) <= let_in
    packages = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["setuptools"]["packages"]
    assert {package.split(".")[0] for package in packages} <= set(copied)


def test_the_image_and_compose_set_only_settings_that_exist() -> None:
    image = {name for rest in of("ENV") for name in re.findall(r"(\w+)=", rest) if name.startswith("LOTSE_")}
    composed = {name for one in compose()["services"].values() for name in one.get("environment", {}) if name.startswith("LOTSE_")}
    assert image | composed <= SETTINGS


def test_every_package_of_a_room_is_installed() -> None:
    listed = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["setuptools"]["packages"]
    rooms = {package.split(".")[0] for package in listed}
    there = {".".join(init.parent.relative_to(ROOT).parts) for room in rooms for init in (ROOT / room).rglob("__init__.py")}
    assert there == set(listed)


def test_every_file_beside_the_code_is_installed_with_it() -> None:
    setuptools = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["setuptools"]
    rooms = {package.split(".")[0] for package in setuptools["packages"]}
    beside = {path for room in rooms for path in (ROOT / room).rglob("*") if path.is_file() and path.suffix not in (".py", ".pyc")}
    taken = {path for room, globs in setuptools["package-data"].items() for glob in globs for path in (ROOT / room).glob(glob)}
    assert sorted(str(path.relative_to(ROOT)) for path in beside - taken) == []


# --- compose


def compose() -> dict[str, Any]:
    loaded = yaml.safe_load((ROOT / "compose.yaml").read_text())
    assert isinstance(loaded, dict)
    return loaded


def test_compose_refers_only_to_what_it_defines() -> None:
    plan = compose()
    assert set(plan) <= {"name", "services", "volumes", "secrets"}
    used_volumes, used_secrets = set(), set()
    for service in plan["services"].values():
        used_secrets |= set(service.get("secrets", []))
        used_volumes |= {volume.split(":")[0] for volume in service.get("volumes", []) if not volume.startswith((".", "/"))}
        for other, how in service.get("depends_on", {}).items():
            assert other in plan["services"]
            assert how["condition"] != "service_healthy" or "healthcheck" in plan["services"][other]
        for value in service.get("environment", {}).values():
            if str(value).startswith("/run/secrets/"):
                assert str(value).removeprefix("/run/secrets/") in service["secrets"]
    assert used_volumes == set(plan["volumes"])
    assert used_secrets == set(plan["secrets"])


def test_compose_holds_no_secret() -> None:
    for service in compose()["services"].values():
        for name, value in service.get("environment", {}).items():
            if "PASSWORD" in name or name.endswith(("TOKEN", "SECRET")):
                assert re.fullmatch(r"\$\{[A-Z_]+:[?-][^}]*\}", value), f"{name} must come from outside"
            assert not re.search(r"://[^/@]*:[^/@]*@", str(value)), f"{name} carries a password"


def test_docker_reads_compose_where_there_is_a_docker(tmp_path: Path) -> None:
    """The client can read the file without an engine. Where it cannot, every ${...} at least has a form compose knows."""
    docker = shutil.which("docker")
    if docker is None or subprocess.run([docker, "compose", "version"], capture_output=True).returncode != 0:
        for one in re.findall(r"\$\{?[^\s\"]*", (ROOT / "compose.yaml").read_text()):
            assert re.match(r"\$\{[A-Z_]+:[?-]", one), one
        return
    env = {**os.environ, "LOTSE_DATABASE_PASSWORD": "x", "LOTSE_PUBLIC_URL": "https://chat.example.org"}
    subprocess.run([docker, "compose", "-f", str(ROOT / "compose.yaml"), "config", "--quiet"], cwd=tmp_path, env=env, check=True)


# --- what people read


def test_the_readme_names_both_commands_and_every_setting() -> None:
    readme = (ROOT / "README.md").read_text()
    assert [name for name in ("make run", "make test", "http://127.0.0.1:8080", "BotFather", *sorted(SETTINGS)) if name not in readme] == []


def test_links_between_documents_lead_somewhere() -> None:
    broken = []
    for page in [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]:
        for target in re.findall(r"\]\(([^)\s]+)\)", page.read_text()):
            path = target.split("#")[0]
            if "://" not in target and path and not path.endswith(".png") and not (page.parent / path).exists():
                broken.append(f"{page.relative_to(ROOT)}: {target}")
    assert broken == []


def test_the_licence_is_whole() -> None:
    text = (ROOT / "LICENSE").read_text()
    assert "EUROPEAN UNION PUBLIC LICENCE v. 1.2" in text
    assert re.findall(r"^(\d+)\. [A-Z]", text, re.MULTILINE) == [str(number) for number in range(1, 16)]
    assert text.rstrip().endswith("All other changes or additions to this Appendix require the production of a new\nEUPL version.")
    assert PROJECT["license"] == "EUPL-1.2"


def test_no_file_names_a_registry_or_a_folder_of_somebodys_machine() -> None:
    # Put together here, or this file would find itself.
    hosts = ["py" + "pi.org", "python" + "hosted.org", "registry.npm" + "js.org", "deb." + "debian.org", "proxy.golang" + ".org"]
    machine = re.compile(rb"(?<![A-Za-z0-9_.~-])/(?:wo" + rb"rk|ro" + rb"ot)/")
    found = []
    for path in our_files():
        content = path.read_bytes()
        if any(host.encode() in content for host in hosts) or machine.search(content):
            found.append(str(path.relative_to(ROOT)))
    assert found == []
