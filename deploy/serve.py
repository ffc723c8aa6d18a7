"""Serve a class: several worker processes behind nginx, stopped together by Ctrl-C.

    python -m deploy.serve --port 8080 --workers 2

The state is in the link, so any worker serves any link; live rooms are in a database that all share.
"""

import argparse
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Sequence
from pathlib import Path
from typing import IO

ROOT = Path(__file__).resolve().parents[1]
TEMPLATE = Path(__file__).with_name("nginx.conf")
TYPES = ("/etc/nginx/mime.types", "/usr/local/etc/nginx/mime.types", "/opt/homebrew/etc/nginx/mime.types")
NO_NGINX = "nginx is not installed. On Debian or Ubuntu: apt-get install nginx. On a Mac: brew install nginx."
LOOK_S = 0.2  # how often the workers are looked after: one that died is soon back
START_S = 40  # a worker that does not answer by then does not start
STOP_S = 8
# Every run is a thread of its own: with many heaps for them the memory grows longer.
MEMORY = {"MALLOC_ARENA_MAX": "2"}


def configuration(listen: str, ports: Sequence[int], folder: Path, types: str) -> str:
    """The nginx configuration for workers on these ports.

    Parameters
    ----------
    listen : str
        Address and port of the door, such as "0.0.0.0:8080".
    ports : sequence of int
        Ports of the workers on this machine.
    folder : Path
        Where nginx may write.
    types : str
        File of the media types.
    """
    servers = "\n".join(f"        server 127.0.0.1:{port} max_fails=0;" for port in ports)
    text = TEMPLATE.read_text(encoding="utf-8")
    for name, value in (("LISTEN", listen), ("SERVERS", servers), ("FOLDER", str(folder)), ("TYPES", types)):
        text = text.replace(f"@{name}@", value)
    return text


def free_ports(count: int) -> list[int]:
    """Ports of this machine that nobody listens on."""
    probes = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [probe.getsockname()[1] for probe in probes]
    for probe in probes:
        probe.close()
    return ports


def worker(port: int, log: IO[bytes] | None = None) -> subprocess.Popen[bytes]:
    """One process of the app, reachable from this machine only; what it says goes to `log`, or where ours goes."""
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.address", "127.0.0.1"]
    # A session of its own, so that Ctrl-C reaches this starter alone, which then stops all in order.
    return subprocess.Popen(
        [*command, "--server.port", str(port)], cwd=ROOT, env={**os.environ, **MEMORY}, start_new_session=True,
        stdout=log, stderr=log,
    )  # fmt: skip


def wait_until_ready(ports: Sequence[int]) -> None:
    """Return when every worker answers; raise TimeoutError if one does not."""
    deadline = time.monotonic() + START_S
    for port in ports:
        while True:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=2):
                    break
            except OSError:
                if time.monotonic() > deadline:
                    raise TimeoutError(f"the worker on port {port} does not answer") from None
                time.sleep(0.2)


def stop(processes: Sequence[subprocess.Popen[bytes]]) -> None:
    """End the processes, by force those that do not obey."""
    for process in processes:
        process.terminate()
    for process in processes:
        try:
            process.wait(timeout=STOP_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def main() -> int:
    """Start, watch and stop; a worker that dies is started anew."""
    options = _options()
    nginx = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")
    types = next((path for path in TYPES if Path(path).is_file()), None)
    if nginx is None or types is None:
        print(NO_NGINX, file=sys.stderr)
        return 2
    for one in (signal.SIGTERM, signal.SIGINT):  # a shell that starts us in the background has SIGINT ignored
        signal.signal(one, signal.default_int_handler)
    ports = free_ports(options.workers)
    running: dict[int, subprocess.Popen[bytes]] = {}
    door: list[subprocess.Popen[bytes]] = []
    with tempfile.TemporaryDirectory(prefix="next-dollar-") as name:
        folder = Path(name)
        folder.chmod(0o711)  # nginx's own user must get through to its folders
        (folder / "nginx.conf").write_text(configuration(f"{options.host}:{options.port}", ports, folder, types))
        try:
            running |= {port: worker(port) for port in ports}
            wait_until_ready(ports)
            command = [nginx, "-p", name, "-e", "stderr", "-c", str(folder / "nginx.conf")]
            door.append(subprocess.Popen(command, start_new_session=True))
            print(f"Serving on port {options.port} with {options.workers} workers. Ctrl-C stops it.", flush=True)
            while door[0].poll() is None:
                for port, process in running.items():
                    if process.poll() is not None:
                        print(f"The worker on port {port} ended; it is started anew.", file=sys.stderr)
                        running[port] = worker(port)
                time.sleep(LOOK_S)
            return 1
        except KeyboardInterrupt:
            return 0
        except TimeoutError as error:
            print(f"Not started: {error}.", file=sys.stderr)
            return 1
        finally:
            stop([*door, *running.values()])


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="deploy.serve", description="Several workers behind nginx.")
    parser.add_argument("--host", default="0.0.0.0", help="address to listen on; 127.0.0.1 for this machine only")
    parser.add_argument("--port", type=int, default=8080)
    parser.add_argument("--workers", type=int, default=2, help="about one per core")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
