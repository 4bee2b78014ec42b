#!/usr/bin/env bash
# Installs what the product (`run`) or its tests (`dev`) need into the checkout: .venv and node_modules.
# Does nothing while the inputs of the last run are unchanged. Needs Python 3.11 or later, and nothing else.
set -euo pipefail
# shellcheck disable=SC2086  # some options are meant to vanish
cd "$(dirname "$0")/.."

kind=${1:-run}
# What tests need includes what the product needs: once they are there, keep them.
[ -f .venv/.xinan-dev ] && kind=dev
stamp=.venv/.xinan-$kind
case $kind in
  run) lock=requirements.txt npm_arguments="--omit=dev" ;;
  dev) lock=requirements-dev.txt npm_arguments="" ;;
  *) echo "tools/setup.sh: run or dev, not '$kind'" >&2; exit 2 ;;
esac

find_python() {
  local candidate
  for candidate in ${PYTHON:-} python3.11 python3.12 python3.13 python3; do
    if "$candidate" -c 'import sys, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
      echo "$candidate"; return
    fi
  done
  echo "Python 3.11 or later was not found. Install it, or name it: make demo PYTHON=/path/to/python3.11" >&2
  exit 1
}

hash_of() { "$1" -c 'import hashlib,sys; h=hashlib.sha256()
for f in sys.argv[1:]: h.update(open(f,"rb").read())
print(h.hexdigest())' "${@:2}"; }

python=$(find_python)
inputs=(requirements.txt "$lock" pyproject.toml package.json package-lock.json .npmrc tools/setup.sh tools/pip_settings.py)
state="$(pwd) $(hash_of "$python" "${inputs[@]}")"
compile_messages() {
  local catalogue=src/xinan/locale/en/LC_MESSAGES/django
  [ "$catalogue.mo" -nt "$catalogue.po" ] || .venv/bin/xinan messages compile >/dev/null
}
if [ -x .venv/bin/xinan ] && [ -d node_modules ] && [ "$(cat "$stamp" 2>/dev/null)" = "$state" ]; then
  compile_messages
  exit 0
fi

echo "==> Setting up ($kind): Python packages into .venv, pages' packages into node_modules"
rm -f "$stamp"
# A moved checkout carries a .venv that points elsewhere.
if ! .venv/bin/python -c 'import sys; sys.exit(sys.prefix != sys.argv[1])' "$(pwd)/.venv" 2>/dev/null; then
  rm -rf .venv
  "$python" -m venv .venv
fi
settings=$(.venv/bin/python tools/pip_settings.py)
eval "$settings"
uv_version=$(sed -n 's/^\(uv==[^ ;]*\).*/\1/p' requirements.txt)
.venv/bin/python -m pip install --quiet --disable-pip-version-check "$uv_version"
export VIRTUAL_ENV="$PWD/.venv"
# On a terminal uv shows its bars; in a log they would only be noise.
quiet=--quiet
[ -t 2 ] && quiet=
if ! { .venv/bin/uv pip sync $quiet --compile-bytecode "$lock" && .venv/bin/uv pip install --quiet --no-deps --editable .; }; then
  echo "==> uv could not; once more with pip" >&2
  .venv/bin/python -m pip install --quiet --disable-pip-version-check -r "$lock"
  .venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --editable .
fi
PATH="$PWD/.venv/bin:$PATH" .venv/bin/npm ci $npm_arguments --no-progress --loglevel=error
compile_messages
echo "$state" > "$stamp"
