#!/usr/bin/env bash
# Install what the portal needs on this machine; with the argument `tests` also what its tests need.
# Every step first looks whether there is something to do, so that a second run takes a moment.
set -euo pipefail
cd "$(dirname "$0")/.."

UV=.tools/uv/bin/uv
LOCK=requirements/development.txt

say() { printf '» %s\n' "$*"; }
fail() {
    printf '\n%s\n' "$*" >&2
    exit 1
}

# Print the command prefix that makes us root; fail when there is none.
as_root() {
    if [ "$(id -u)" = 0 ]; then
        echo env
    elif sudo -n true 2>/dev/null; then
        echo sudo -n
    else
        return 1
    fi
}

apt_install() {
    local root
    if ! command -v apt-get >/dev/null || ! root=$(as_root); then
        fail "Missing system packages; install them and start again, on Debian with: apt-get install $*"
    fi
    say "Installing the system packages $*"
    # The lists of a fresh machine are empty; where they cannot be renewed, the ones at hand may do.
    $root apt-get -o DPkg::Lock::Timeout=300 update -qq || say "The package lists could not be renewed."
    $root env DEBIAN_FRONTEND=noninteractive \
        apt-get -o DPkg::Lock::Timeout=300 install -y -qq --no-install-recommends "$@" >/dev/null ||
        fail "apt-get could not install $*: see its messages above."
}

# WeasyPrint loads Pango; the others belong to the embedded PostgreSQL.
system_packages() {
    local missing=() libraries name package
    libraries=$(PATH="$PATH:/sbin:/usr/sbin" ldconfig -p)
    while read -r name package; do
        [[ $libraries == *"$name "* ]] || missing+=("$package")
    done <<'LIBRARIES'
libpango-1.0.so.0 libpango-1.0-0
libpangoft2-1.0.so.0 libpangoft2-1.0-0
libxml2.so.2 libxml2
libgssapi_krb5.so.2 libgssapi-krb5-2
libssl.so.3 libssl3
liblz4.so.1 liblz4-1
libzstd.so.1 libzstd1
LIBRARIES
    if [ "${1:-}" = tests ]; then
        command -v chromium >/dev/null || missing+=(chromium)
        command -v pdftoppm >/dev/null || missing+=(poppler-utils)
        command -v msgfmt >/dev/null || missing+=(gettext)
        # For the files of deploy/ and the steps of docs/operations.md.
        PATH="$PATH:/usr/sbin" command -v nginx >/dev/null || missing+=(nginx-light)
        # The several nodes of cluster/ share their connections to the database through it.
        PATH="$PATH:/usr/sbin" command -v pgbouncer >/dev/null || missing+=(pgbouncer)
        command -v systemd-analyze >/dev/null || missing+=(systemd)
        command -v curl >/dev/null || missing+=(curl)
        command -v openssl >/dev/null || missing+=(openssl)
    fi
    [ ${#missing[@]} = 0 ] || apt_install "${missing[@]}"
}

# A python3 that has pip; a pyenv shim may stand before the system's own and have nothing behind it.
python_with_pip() {
    local python
    for python in python3 /usr/bin/python3; do
        if "$python" -m pip --version >/dev/null 2>&1; then
            echo "$python"
            return
        fi
    done
    return 1
}

uv_itself() {
    local python
    if [ -x $UV ] && cmp -s requirements/tools.txt .tools/uv/tools.txt; then return; fi
    if ! python=$(python_with_pip); then
        apt_install python3-pip
        python=$(python_with_pip) || fail "python3 has no pip; install it (Debian: python3-pip) and start again."
    fi
    say "Installing uv into .tools/"
    rm -rf .tools/uv
    PIP_ROOT_USER_ACTION=ignore "$python" -m pip install --quiet --disable-pip-version-check --no-warn-script-location \
        --require-hashes --target .tools/uv -r requirements/tools.txt ||
        fail "pip could not install uv: see its messages above."
    cp requirements/tools.txt .tools/uv/tools.txt
}

virtual_environment() {
    local folder
    if .venv/bin/python -c 'import sys; sys.exit(sys.version_info < (3, 12))' 2>/dev/null; then return; fi
    say "Making the virtual environment .venv"
    # Pythons of pyenv that are installed but not switched on count too.
    for folder in "${PYENV_ROOT:-$HOME/.pyenv}"/versions/*/bin; do PATH="$PATH:$folder"; done
    $UV venv --quiet --clear .venv 2>.tools/venv.log ||
        $UV venv --quiet --clear --no-python-downloads --python '>=3.12' .venv 2>>.tools/venv.log ||
        fail "There is no Python 3.12 or newer here and none could be downloaded (.tools/venv.log); install Python 3.13."
}

packages() {
    local stamp=.venv/installed-lock.txt
    if cmp -s "$LOCK" "$stamp"; then return; fi
    say "Installing the Python packages of $LOCK"
    # Compiled once here: where the shell forbids Python to keep compiled code, every start would take 5 seconds more.
    $UV pip sync --quiet --compile-bytecode --python .venv/bin/python --require-hashes "$LOCK" ||
        fail "The Python packages could not be installed: see the messages above."
    cp "$LOCK" "$stamp"
}

# A trial on this machine: plain HTTP and a secret of its own. A server gets its settings from its environment.
trial_settings() {
    [ ! -f .env ] || return 0
    say "Writing the settings of a trial into .env"
    (
        umask 077
        .venv/bin/python -c \
            'import secrets; print(f"INSECURE_HTTP=true\nSECRET_KEY={secrets.token_urlsafe(50)}")' >.env
    )
}

system_packages "$@"
uv_itself
virtual_environment
packages
trial_settings
.venv/bin/python scripts/compile_catalogues.py
