# shellcheck shell=bash
# What ./run and ./test need on the machine, installed only where it is missing. To be sourced.

# The test runner's version; an older or newer one that is already there is taken as it is.
NEXTEST_VERSION=0.9.143
# The oldest Node.js that builds the organizer's page, as ui/package.json has it; Debian 13 brings it.
NODE_VERSION_MIN=20.19

say() { printf '%s\n' "$*"; }

fail() {
    printf 'error: %s\n' "$*" >&2
    exit 1
}

# Installs Debian packages, as root or through sudo.
install_packages() {
    local as_root=()
    command -v apt-get >/dev/null || fail "please install $* (there is no apt-get here to do it)"
    if [[ $EUID -ne 0 ]]; then
        command -v sudo >/dev/null || fail "please install $* as root: apt-get install $*"
        as_root=(sudo)
    fi
    say "installing Debian packages: $*"
    "${as_root[@]}" apt-get update -qq
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "$@" >/dev/null
}

# A C compiler: the embedded table (SQLite) and the cryptography are built from C.
need_c_compiler() {
    command -v cc >/dev/null || install_packages build-essential
}

# The toolchain that rust-toolchain.toml names, with its components.
need_rust() {
    local channel
    channel=$(sed -n 's/^channel *= *"\(.*\)"/\1/p' rust-toolchain.toml)
    export PATH="${CARGO_HOME:-$HOME/.cargo}/bin:$PATH"
    if ! command -v cargo >/dev/null; then
        command -v curl >/dev/null || install_packages curl ca-certificates
        say "installing rustup and Rust $channel (https://rustup.rs)"
        curl --proto '=https' --tlsv1.2 --silent --show-error --fail https://sh.rustup.rs |
            sh -s -- -y --quiet --profile minimal --default-toolchain "$channel" \
                --component clippy --component rustfmt
    fi
    if rust_is_complete "$channel"; then return; fi
    command -v rustup >/dev/null ||
        fail "Rust $channel with clippy and rustfmt is needed; there is $(rustc --version) and no rustup"
    say "installing Rust $channel with clippy and rustfmt"
    rustup toolchain install "$channel" --profile minimal --component clippy --component rustfmt
}

rust_is_complete() {
    local version
    version=$(rustc --version 2>/dev/null) || return 1
    [[ $version == "rustc $1 "* || $version == "rustc $1."* ]] || return 1
    cargo clippy --version >/dev/null 2>&1 && cargo fmt --version >/dev/null 2>&1
}

# The test runner. Where it cannot be installed, `cargo test` runs the same tests.
need_nextest() {
    if cargo nextest --version >/dev/null 2>&1; then return; fi
    say "installing cargo-nextest $NEXTEST_VERSION (built from source: some minutes, once)"
    cargo install --quiet --locked cargo-nextest --version "$NEXTEST_VERSION" ||
        say "cargo-nextest could not be installed; cargo test runs the tests instead"
}

# With what the walk-throughs ask and read.
need_curl_and_jq() {
    local tool missing=()
    for tool in curl jq; do command -v "$tool" >/dev/null || missing+=("$tool"); done
    if [[ ${#missing[@]} -gt 0 ]]; then install_packages "${missing[@]}"; fi
}

# Node.js with npm, of Debian where there is none. Without one that is new enough it says what to do and is
# false: everything but the page works without.
need_node() {
    if ! command -v node >/dev/null || ! command -v npm >/dev/null; then
        (install_packages nodejs npm) || return 1
    fi
    local version
    version=$(node --version | tr -d v) || return 1
    if [[ $(printf '%s\n' "$NODE_VERSION_MIN" "$version" | sort -V | head -n 1) == "$NODE_VERSION_MIN" ]]; then
        return 0
    fi
    say "the organizer's page needs Node.js $NODE_VERSION_MIN or newer, and there is $version: https://nodejs.org"
    return 1
}

# Builds the organizer's page into ui/dist, where it is missing or older than what it is made of.
build_page() {
    if page_is_current; then return 0; fi
    need_node || return 1
    install_page || return 1
    say "building the organizer's page"
    # What a failed build leaves must not pass for a page.
    (cd ui && npm run --silent build) || {
        rm -f ui/dist/index.html
        return 1
    }
}

# What the page is built and tested with, as ui/package-lock.json has it.
install_page() {
    if [[ ui/node_modules/.package-lock.json -nt ui/package-lock.json ]]; then return 0; fi
    say "installing what the organizer's page is built with (npm ci: a minute, once)"
    (cd ui && npm ci --no-audit --no-fund --loglevel=error)
}

# A real browser for the journeys. Test tools' own browsers are not fetched.
need_chromium() {
    [[ -x ${CHROMIUM:-/usr/bin/chromium} ]] || install_packages chromium
}

page_is_current() {
    [[ -f ui/dist/index.html ]] || return 1
    local newer
    newer=$(find ui \( -name node_modules -o -name dist -o -name tests -o -name test-results \
        -o -name playwright-report \) -prune -o \
        -type f -newer ui/dist/index.html -print -quit)
    [[ -z $newer ]]
}
