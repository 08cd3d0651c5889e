#!/usr/bin/env bash
# Builds the page's program and style from page/src into the package; --check only tells whether they are up to date.
set -euo pipefail
cd "$(dirname "$0")/../page"

[ -x node_modules/.bin/esbuild ] || npm ci --no-audit --no-fund --silent
node_modules/.bin/tsc
node build.mjs "$@"
