#!/bin/sh
# What node says of the page's JavaScript: `lint` (types and rules) or `test`. Without node, or without the
# tools and a network to fetch them, it is skipped and says so; with REQUIRE_NODE=1 that is an error.
set -eu
cd "$(dirname "$0")/../.."

skipped() {
  echo "JavaScript checks are skipped: $1."
  if [ "${REQUIRE_NODE:-}" = 1 ]; then exit 1; else exit 0; fi
}

command -v node >/dev/null 2>&1 || skipped "node is not installed"
node -e 'const [a, b] = process.versions.node.split("."); process.exit(a > 20 || (a == 20 && b >= 19) ? 0 : 1)' ||
  skipped "node $(node --version) is older than 20.19"
case "$1" in
test)
  node --test --test-reporter=dot tests/web/*.test.js
  ;;
lint)
  if [ ! -e node_modules/.package-lock.json ] || [ package-lock.json -nt node_modules/.package-lock.json ]; then
    command -v npm >/dev/null 2>&1 || skipped "npm is not installed"
    npm ci --silent --ignore-scripts || skipped "the tools of package.json could not be fetched"
  fi
  node_modules/.bin/tsc
  node_modules/.bin/eslint ui tests/web
  ;;
esac
