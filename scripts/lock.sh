#!/usr/bin/env bash
# Renew the locks: every package of pyproject.toml and its dependencies, pinned by version and hash.
# No lock holds the address of a package index, so that each machine uses the one it is set up for.
set -euo pipefail
cd "$(dirname "$0")/.."

UV=.tools/uv/bin/uv
# 3.12 is the oldest Python that the portal accepts; "universal" covers all newer ones and every platform.
OPTIONS=(--quiet --universal --python-version 3.12 --generate-hashes --no-emit-index-url --no-emit-find-links)
[ -z "${UPGRADE:-}" ] || OPTIONS+=(--upgrade)

compile() { $UV pip compile "${OPTIONS[@]}" --custom-compile-command "make lock" "$@"; }

compile pyproject.toml -o requirements/production.txt
compile pyproject.toml --group dev -c requirements/production.txt -o requirements/development.txt
echo uv | compile - --no-annotate -o requirements/tools.txt
