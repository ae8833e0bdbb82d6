# Sourced by run.sh and test.sh: installs what the system lacks. Debian and its relatives; elsewhere it says what is needed.
# shellcheck shell=bash

# Names of the packages that are not installed.
missing_packages() {
    for package in "$@"; do
        dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || printf '%s ' "$package"
    done
}

install_packages() {
    if ! command -v dpkg-query >/dev/null 2>&1; then
        echo "kinetoon: this is no Debian-like system; please see to it that it has: $*" >&2
        return 0
    fi
    local missing
    missing=$(missing_packages "$@")
    [ -z "$missing" ] && return 0
    local as_root=""
    if [ "$(id -u)" -ne 0 ]; then
        if ! command -v sudo >/dev/null 2>&1; then
            echo "kinetoon: please install as root: apt-get install $missing" >&2
            return 1
        fi
        as_root=sudo
    fi
    echo "kinetoon: installing $missing" >&2
    # An old list of packages names files that are gone.
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get update -qq
    # shellcheck disable=SC2086 # a list of words is meant
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null
}

need_cargo() {
    if ! command -v cargo >/dev/null 2>&1; then
        echo "kinetoon: cargo is missing; install Rust from https://rustup.rs or your distribution" >&2
        exit 1
    fi
    cargo fetch --locked --quiet || true
}
