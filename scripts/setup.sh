#!/bin/sh
# setup.sh run|dev: makes .venv with what serving (run) or testing (dev) needs, and installs what the system lacks.
# Debian 12+, Ubuntu 24.04+; root or sudo for the system packages, else it prints the line to run and ends with 2.
set -eu
cd "$(dirname "$0")/.."
mode=${1:?run or dev}
began=$(date +%s)

step() { printf '%4ss  %s\n' "$(($(date +%s) - began))" "$1"; }

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then sudo "$@"; else return 1; fi
}

need() { # need PACKAGE...: installs Debian packages, or says how and stops
    if command -v apt-get >/dev/null && as_root env DEBIAN_FRONTEND=noninteractive sh -c \
        '{ apt-get install -y -qq --no-install-recommends "$@" || { apt-get update -qq && apt-get install -y -qq --no-install-recommends "$@"; }; } >/dev/null 2>&1' sh "$@"; then
        step "instalado: $*"
    else
        echo "Faltan programas del sistema. Ejecute esta línea y repita la orden:" >&2
        echo "    sudo apt-get update && sudo apt-get install -y $*" >&2
        exit 2
    fi
}

python=$(command -v python3 || true)
[ -n "$python" ] || need python3
python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Se necesita Python 3.11 o más nuevo; hay $(python3 --version)." >&2; exit 2; }
python3 -c 'import ensurepip, venv' 2>/dev/null || need python3-venv

lock=requirements.lock
[ "$mode" = run ] || lock=requirements-dev.lock
mark=$( (cat "$lock" pyproject.toml; python3 --version) | sha256sum | cut -c1-16)
if [ ! -e ".venv/.$mode-$mark" ] && { [ "$mode" = dev ] || [ ! -e ".venv/.dev-$mark" ]; }; then
    [ -x .venv/bin/python ] && .venv/bin/python -c '' 2>/dev/null || python3 -m venv --clear .venv
    step "entorno .venv"
    .venv/bin/python -m pip install -q --disable-pip-version-check --require-hashes -r "$lock"
    .venv/bin/python -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
    touch ".venv/.$mode-$mark"
    step "bibliotecas instaladas"
fi
[ "$mode" = dev ] || exit 0

missing=""
command -v tesseract >/dev/null || missing="$missing tesseract-ocr"
for language in spa osd; do # Spanish, and which way up a page lies
    tesseract --list-langs 2>/dev/null | grep -qx "$language" || missing="$missing tesseract-ocr-$language"
done
command -v pdftoppm >/dev/null || missing="$missing poppler-utils"
# shellcheck disable=SC2086 # a list of packages
[ -z "$missing" ] || need $missing
if ! command -v chromium >/dev/null && [ -z "${CHROMIUM:-}" ] && ! ls .venv/chromium >/dev/null 2>&1; then
    if grep -q '^ID=ubuntu' /etc/os-release 2>/dev/null; then
        # Ubuntu's package is a snap; the test tool brings a browser of its own there.
        as_root .venv/bin/playwright install-deps chromium >/dev/null 2>&1 || true
        .venv/bin/playwright install chromium >/dev/null && touch .venv/chromium
    else
        need chromium fonts-dejavu-core
    fi
fi
# The browser's driver is a program of its own; a minimal system lacks one library that it needs.
.venv/bin/playwright --version >/dev/null 2>&1 || need libatomic1
step "herramientas de prueba listas"
