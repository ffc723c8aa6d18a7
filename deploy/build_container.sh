#!/bin/sh
# Builds the container and runs it once, as strictly as deploy/compose.yaml does: without rights, on a read-only root.
# Where no engine works it says so and succeeds; with REQUIRE_ENGINE=1 that is an error.
set -eu
cd "$(dirname "$0")/.."

engine=""
for one in podman docker; do
  if command -v "$one" >/dev/null 2>&1 && "$one" info >/dev/null 2>&1; then engine=$one; break; fi
done
if [ -z "$engine" ] && command -v buildah >/dev/null 2>&1; then
  buildah build -q -f deploy/Containerfile -t next-dollar:check .
  echo "The container is built; buildah runs none."
  exit
fi
if [ -z "$engine" ]; then
  echo "The container is not built: neither podman nor docker works here."
  [ "${REQUIRE_ENGINE:-}" != 1 ]
  exit
fi

image=next-dollar:check
"$engine" build -q -f deploy/Containerfile -t "$image" .
name=next-dollar-check-$$
"$engine" run -d --rm --name "$name" --read-only --tmpfs /tmp:size=50m --cap-drop ALL \
  --security-opt no-new-privileges --memory 600m "$image" >/dev/null
trap '"$engine" rm -f "$name" >/dev/null 2>&1 || true' EXIT
tries=0
until "$engine" exec "$name" python -c "import urllib.request as r; r.urlopen('http://127.0.0.1:8501/plan?v=4', timeout=3)" 2>/dev/null; do
  tries=$((tries + 1))
  if [ "$tries" -gt 60 ]; then "$engine" logs "$name"; exit 1; fi
  sleep 0.5
done
[ "$("$engine" exec "$name" id -u)" = 10001 ]
echo "The container is built, and answers as an ordinary user on a read-only root ($engine)."
