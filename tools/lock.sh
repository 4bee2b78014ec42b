#!/usr/bin/env bash
# Resolves requirements.txt and requirements-dev.txt from pyproject.toml, keeping the versions they have where they fit.
# `--check` changes nothing and fails where the files do not say what pyproject.toml asks for.
set -euo pipefail
cd "$(dirname "$0")/.."
settings=$(.venv/bin/python tools/pip_settings.py)
eval "$settings"
into=.
if [ "${1:-}" = "--check" ]; then
  into=$(mktemp -d)
  trap 'rm -rf "$into"' EXIT
  cp requirements.txt requirements-dev.txt "$into"
fi
compile() {
  .venv/bin/uv pip compile pyproject.toml --quiet --universal --python-version 3.11 \
    --no-header --no-annotate --no-emit-index-url --no-emit-find-links "${@:2}" --output-file "$into/$1" >/dev/null
}
compile requirements.txt
compile requirements-dev.txt --group dev --constraint "$into/requirements.txt"
for file in requirements.txt requirements-dev.txt; do
  if ! diff -u "$file" "$into/$file" >&2; then
    echo "$file is behind pyproject.toml: run make lock" >&2
    exit 1
  fi
done
