# shellcheck shell=bash
# Tools from PyPI, each in a folder of its own under target/, pinned. To be sourced after tools.sh.

# Prints the folder of the tools `$1`, made with the packages that follow where it is not there yet.
python_tools() {
    local name=$1 folder made
    shift
    folder=${CARGO_TARGET_DIR:-target}/venv-$name
    made=$folder/made-of
    if [[ $(cat "$made" 2>/dev/null) != "$*" ]]; then
        command -v python3 >/dev/null || install_packages python3 python3-venv >&2
        python3 -c 'import ensurepip' 2>/dev/null || install_packages python3-venv >&2
        say "installing $* from PyPI into $folder" >&2
        rm -rf "$folder"
        python3 -m venv "$folder"
        "$folder/bin/pip" install --quiet --disable-pip-version-check --no-input "$@" >&2
        printf '%s' "$*" >"$made"
    fi
    (cd "$folder" && pwd)
}
