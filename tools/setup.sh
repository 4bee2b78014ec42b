#!/usr/bin/env bash
# Installs what the product (`run`) or its tests (`dev`) need into the checkout: .venv and node_modules.
# Does nothing while the inputs of the last run are unchanged. Needs Python 3.11 or later, and nothing else.
set -euo pipefail
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

# uv reads its own settings; whoever set an index or certificates for pip alone meant them for this too.
pip_setting() { .venv/bin/python -m pip config get "global.$1" 2>/dev/null | tr '\n' ' ' | sed 's/ *$//' || true; }
follow_pip_settings() {
  local index extra links cert
  index=${PIP_INDEX_URL:-$(pip_setting index-url)}
  extra=${PIP_EXTRA_INDEX_URL:-$(pip_setting extra-index-url)}
  links=${PIP_FIND_LINKS:-$(pip_setting find-links)}
  cert=${PIP_CERT:-$(pip_setting cert)}
  if [ -n "$index" ]; then export UV_DEFAULT_INDEX="${UV_DEFAULT_INDEX:-$index}"; fi
  if [ -n "$extra" ]; then export UV_INDEX="${UV_INDEX:-$extra}" UV_INDEX_STRATEGY="${UV_INDEX_STRATEGY:-unsafe-best-match}"; fi
  if [ -n "$links" ]; then export UV_FIND_LINKS="${UV_FIND_LINKS:-${links// /,}}"; fi
  if [ -n "$cert" ]; then
    export SSL_CERT_FILE="${SSL_CERT_FILE:-$cert}" NODE_EXTRA_CA_CERTS="${NODE_EXTRA_CA_CERTS:-$cert}"
  fi
  export UV_HTTP_TIMEOUT="${UV_HTTP_TIMEOUT:-${PIP_DEFAULT_TIMEOUT:-120}}"
}

python=$(find_python)
inputs=(requirements.txt "$lock" pyproject.toml package.json package-lock.json .npmrc tools/setup.sh)
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
follow_pip_settings
uv_version=$(sed -n 's/^\(uv==[^ ;]*\).*/\1/p' requirements.txt)
.venv/bin/python -m pip install --quiet --disable-pip-version-check "$uv_version"
export VIRTUAL_ENV="$PWD/.venv"
.venv/bin/uv pip sync "$lock" || .venv/bin/python -m pip install --disable-pip-version-check -r "$lock"
.venv/bin/uv pip install --quiet --no-deps --editable .
# shellcheck disable=SC2086
PATH="$PWD/.venv/bin:$PATH" .venv/bin/npm ci $npm_arguments --no-progress --loglevel=error
compile_messages
echo "$state" > "$stamp"
