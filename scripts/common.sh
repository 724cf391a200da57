# shellcheck shell=bash
# What scripts/run and scripts/test share: installs what is missing, says what it cannot install.

say() { printf '\n==> %s\n' "$*"; }

fail() {
    printf '%s: %s\n' "${0##*/}" "$*" >&2
    exit 1
}

# Debian packages, only those that are not there yet; as root, or with sudo where it asks for no password.
install_packages() {
    local package missing=()
    for package in "$@"; do
        [[ $(dpkg-query -W -f '${Status}' "$package" 2>/dev/null) == *' installed' ]] || missing+=("$package")
    done
    ((${#missing[@]})) || return 0
    local as_root=()
    if ((EUID != 0)); then
        sudo -n true 2>/dev/null || fail "missing packages; as root: apt-get install ${missing[*]}"
        as_root=(sudo)
    fi
    say "Installing ${missing[*]}"
    "${as_root[@]}" apt-get update -qq
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends "${missing[@]}"
}

# Everything that the build and the tests need beside Swift.
install_prerequisites() {
    command -v swift >/dev/null ||
        fail 'there is no Swift: install Swift 6.3 or newer (https://www.swift.org/install) and put it on PATH'
    local version
    version=$(swift --version 2>/dev/null | sed -n 's/.*Swift version \([0-9]*\.[0-9]*\).*/\1/p' | head -n 1)
    [[ $(printf '6.2\n%s\n' "$version" | sort -V | head -n 1) == 6.2 ]] ||
        fail "Swift ${version:-of an unknown version} is too old: 6.2 or newer is needed"
    if command -v apt-get >/dev/null; then
        install_packages libpq-dev pkg-config postgresql "$@"
    elif ! pkg-config --exists libpq; then
        fail 'libpq and its headers are missing: install the development package of PostgreSQL and pkg-config'
    fi
}
