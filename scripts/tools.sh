# shellcheck shell=bash
# What ./run and ./test need on the machine, installed only where it is missing. To be sourced.

# The test runner's version; an older or newer one that is already there is taken as it is.
NEXTEST_VERSION=0.9.143

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
