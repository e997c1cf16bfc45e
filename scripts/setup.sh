# Sourced by run and check: set up what is missing, quickly when nothing is.
# usage: setup run | setup test
set -eu
stop() { printf '%s\n' "$*" >&2; exit 1; }

packages() {
    wanted=$(sed -n "s/^run //p" scripts/packages.txt)
    if [ "$1" = test ]; then wanted="$wanted $(sed -n "s/^test //p" scripts/packages.txt)"; fi
    missing=""
    for name in $wanted; do
        [ "$(dpkg-query -W -f '${db:Status-Status}' "$name" 2>/dev/null || true)" = installed ] || missing="$missing $name"
    done
    [ -n "$missing" ] || return 0
    command -v apt-get >/dev/null || stop "Missing system packages:$missing. Install them and run this again."
    [ "$(id -u)" = 0 ] || stop "Missing system packages. Run: sudo apt-get install -y --no-install-recommends$missing"
    printf 'Installing system packages:%s\n' "$missing"
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -q >/dev/null || stop "apt-get update failed: check the network and run this again."
    # shellcheck disable=SC2086
    apt-get install -y -q --no-install-recommends $missing >/dev/null || stop "apt-get could not install:$missing"
}

# The virtual environment holds exactly the lock, and this project itself.
environment() {
    lock=requirements.lock; [ "$1" = test ] && lock=requirements-dev.lock
    stamp=.venv/.installed-$1
    sum=$(cat "$lock" pyproject.toml | sha256sum)
    [ -x .venv/bin/python ] && [ "$(cat "$stamp" 2>/dev/null || true)" = "$sum" ] && return 0
    command -v python3 >/dev/null || stop "python3 is missing: install Python 3.11 or newer."
    [ -x .venv/bin/python ] || python3 -m venv .venv || stop "python3 -m venv failed: install python3-venv."
    uv=$(sed -n 's/^uv==//p' scripts/uv-version.txt)
    .venv/bin/uv --version 2>/dev/null | grep -q "^uv $uv" || .venv/bin/pip install -q "uv==$uv" ||
        stop "Could not install uv $uv: check the network and run this again."
    printf 'Installing Python packages from %s\n' "$lock"
    VIRTUAL_ENV=$PWD/.venv .venv/bin/uv pip install -q --require-hashes -r "$lock" ||
        .venv/bin/pip install -q --require-hashes -r "$lock" ||
        stop "Could not install the packages of $lock: check the network and run this again."
    VIRTUAL_ENV=$PWD/.venv .venv/bin/uv pip install -q --no-deps --no-build-isolation -e . ||
        stop "Could not install the project into .venv."
    rm -f .venv/.installed-*
    printf '%s' "$sum" >"$stamp"
    # The test lock contains the run lock.
    [ "$1" = test ] && cat requirements.lock pyproject.toml | sha256sum | tr -d '\n' >.venv/.installed-run
    return 0
}

setup() {
    packages "$1"
    environment "$1"
}
