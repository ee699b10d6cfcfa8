#!/usr/bin/env bash
# What the Makefile needs before it can run anything. Asks nothing; says in one sentence what is missing.
#   setup.sh run      .venv with what the program needs
#   setup.sh dev      the same, and what the checks and tests need
#   setup.sh system   Debian packages that the tests need: a browser, fonts, PostgreSQL, LibreOffice Writer
# Exit 0: ready. Exit 2: something is missing on this machine, and this says what.
set -euo pipefail
cd "$(dirname "$0")"

missing() {
    printf 'setup: %s\n' "$*" >&2
    exit 2
}

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi
}

may_install() {
    command -v apt-get >/dev/null && { [ "$(id -u)" = 0 ] || sudo -n true 2>/dev/null; }
}

apt_install() {
    as_root apt-get update -qq
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@"
}

new_enough() {
    "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null
}

find_python() {
    local name
    for name in ${PYTHON:+"$PYTHON"} python3 python3.13 python3.12 python3.11; do
        if new_enough "$name"; then
            command -v "$name"
            return
        fi
    done
    return 1
}

make_venv() {
    local python
    if ! python=$(find_python); then
        command -v python3 >/dev/null &&
            missing "Python 3.11 or newer is needed; python3 here is $(python3 -V 2>&1). Install a newer one, or name it: PYTHON=/path/to/python make setup"
        may_install || missing "Python 3.11 or newer is needed. On Debian: sudo apt-get install -y python3 python3-venv"
        apt_install python3 python3-venv
        python=$(find_python) || missing "Python 3.11 or newer is needed; this Debian has only $(python3 -V 2>&1)"
    fi
    if command -v uv >/dev/null; then
        uv venv --quiet --no-python-downloads --clear --python "$python" .venv
        return
    fi
    if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
        may_install || missing "Python's venv module is missing. On Debian: sudo apt-get install -y python3-venv"
        apt_install python3-venv
        "$python" -c 'import ensurepip, venv' 2>/dev/null || missing "Python's venv module is missing for $python"
    fi
    "$python" -m venv --clear .venv
}

install_locked() {
    if command -v uv >/dev/null; then
        uv pip install --quiet --python .venv/bin/python --require-hashes --compile-bytecode -r "$1"
        uv pip install --quiet --python .venv/bin/python --no-deps --no-build-isolation -e .
    else
        .venv/bin/python -m pip --version >/dev/null 2>&1 || .venv/bin/python -m ensurepip >/dev/null
        .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r "$1"
        .venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
    fi
    .venv/bin/python -m compileall -q bot handlers cases gaps directory storage web locales
}

# A stamp in .venv holds the checksum of what it was made from, so a second call takes no time.
fingerprint() {
    cat "$1" pyproject.toml setup.sh | cksum
}

set_up() {
    local lock=requirements.lock stamp=.venv/ready-run
    if [ "$1" = dev ]; then
        lock=requirements-dev.lock stamp=.venv/ready-dev
    elif [ "$(cat .venv/ready-dev 2>/dev/null)" = "$(fingerprint requirements-dev.lock)" ]; then
        lock=requirements-dev.lock stamp=.venv/ready-dev
    fi
    # Programs in .venv carry its full path: after the folder was moved they start nothing.
    if [ ! -x .venv/bin/python ] || { [ -e .venv/made-in ] && [ "$(cat .venv/made-in)" != "$PWD" ]; }; then
        make_venv
    elif ! new_enough .venv/bin/python; then
        missing "the Python in .venv does not start or is older than 3.11. Remove the folder .venv and run this again"
    fi
    printf '%s\n' "$PWD" >.venv/made-in
    if [ ! -x .venv/bin/lotse ] || [ "$(cat $stamp 2>/dev/null)" != "$(fingerprint $lock)" ]; then
        install_locked "$lock"
        fingerprint "$lock" >"$stamp"
    fi
}

set_up_system() {
    local packages=()
    command -v chromium >/dev/null || packages+=(chromium)
    command -v fc-list >/dev/null || packages+=(fontconfig)
    has_font 'Noto Sans Arabic' && has_font 'Noto Sans Ethiopic' || packages+=(fonts-noto-core)
    has_font 'Noto Color Emoji' || packages+=(fonts-noto-color-emoji)
    command -v soffice >/dev/null || packages+=(libreoffice-writer-nogui)
    [ -n "${DATABASE_URL:-}" ] || command -v initdb >/dev/null || compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || packages+=(postgresql)
    [ ${#packages[@]} = 0 ] && return
    may_install || missing "the tests need a browser, fonts, PostgreSQL and LibreOffice Writer. On Debian: sudo apt-get install -y --no-install-recommends ${packages[*]}"
    apt_install "${packages[@]}"
}

has_font() {
    command -v fc-list >/dev/null && [ -n "$(fc-list "$1" 2>/dev/null)" ]
}

case "${1:-}" in
run | dev) set_up "$1" ;;
system) set_up_system ;;
*)
    echo "use: setup.sh run | dev | system" >&2
    exit 2
    ;;
esac
