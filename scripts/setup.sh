# Read by ./run, ./test and ./seenheard: makes .venv hold exactly what a lock file names. Needs Python 3.11 and venv only.
# What was done is remembered by stamps, so a second start does nothing here.
set -eu
ROOT=$(cd "$(dirname "$0")" && pwd -P)
BIN=$ROOT/.venv/bin
export PYTHONUTF8=1

say() { printf '%s\n' "$*" >&2; }
stop() { say "$*"; exit 1; }

# Everything a stamp depends on: the files named, and where this copy lies (an environment cannot be moved).
mark_of() { { cat "$@"; printf '%s' "$ROOT"; } | cksum; }
is_done() { [ -f "$ROOT/.venv/.$1" ] && [ "$(cat "$ROOT/.venv/.$1")" = "$2" ]; }
done_now() { printf '%s\n' "$2" > "$ROOT/.venv/.$1"; }

find_python() {
    for python in ${PYTHON:-} python3 python3.14 python3.13 python3.12 python3.11; do
        if "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then return; fi
    done
    stop "Python 3.11 or newer is needed. Set PYTHON to one if it is installed under another name."
}

make_environment() {
    if "$BIN/python" -c '' 2>/dev/null; then return; fi
    find_python
    say "Making a Python environment in .venv …"
    rm -rf "$ROOT/.venv"
    "$python" -m venv "$ROOT/.venv" || stop "Python's venv module is needed (on Debian and Ubuntu: python3-venv)."
}

# Additive, so that the two locks share one environment.
install() { # LOCK
    mark=$(mark_of "$ROOT/$1")
    if is_done "$1" "$mark"; then return; fi
    say "Installing what $1 names (one to two minutes the first time) …"
    pip="-m pip install --quiet --disable-pip-version-check --require-hashes"
    if "$BIN/python" $pip -r "$ROOT/bootstrap.lock" 2>/dev/null; then
        "$BIN/uv" pip install --quiet --python "$BIN/python" --require-hashes -r "$ROOT/$1" \
            || { say "Trying again with pip alone …"; "$BIN/python" $pip -r "$ROOT/$1"; }
    else
        "$BIN/python" $pip -r "$ROOT/$1"
    fi
    done_now "$1" "$mark"
}

# The package itself is used where it lies.
link_package() {
    folder=$("$BIN/python" -c 'import sysconfig; print(sysconfig.get_path("purelib"))')
    printf '%s\n' "$ROOT/src" > "$folder/seenheard-here.pth"
}

fetch_assets() {
    mark=$(mark_of "$ROOT/package-lock.json" "$ROOT/src/seenheard/config/assets.py")
    if is_done assets "$mark" && [ -d "$ROOT/src/seenheard/ui/static/ui/vendor" ] && [ -d "$ROOT/src/seenheard/ui/papers/fonts" ]; then return; fi
    say "Fetching the page styles …"
    if ! command -v npm >/dev/null 2>&1; then
        "$BIN/python" -m pip install --quiet --disable-pip-version-check --require-hashes -r "$ROOT/bootstrap-assets.lock"
    fi
    rm -f "$ROOT/.venv/.smaller"
    "$BIN/python" -m seenheard.config.assets || return 1
    done_now assets "$mark"
}

# Beside each style sheet and script a smaller copy, which WhiteNoise serves to who takes it; made again at any change.
make_smaller() {
    mark=$(find "$ROOT"/src/seenheard/*/static -type f ! -name '*.gz' ! -name '*.wav' -exec cat {} + | cksum)
    if is_done smaller "$mark"; then return; fi
    for folder in "$ROOT"/src/seenheard/*/static; do
        "$BIN/python" -m whitenoise.compress --quiet --no-brotli "$folder" gz woff2 wav || {
            say "Pages go over slow lines uncompressed: $folder could not be made smaller."
            return 0
        }
    done
    done_now smaller "$mark"
}

# Sounds of the children's pages, where Debian's espeak-ng is there; without them the pages say so.
make_sounds() {
    "$BIN/python" "$ROOT/scripts/read_aloud.py" >/dev/null || say "The children's pages cannot be heard: scripts/read_aloud.py failed."
}

set_up() { # LOCK
    make_environment
    install "$1"
    link_package
    fetch_assets || stop "Set-up needs the npm registry once, for the page styles; then it needs no network."
    make_smaller
    make_sounds
}
