"""Installs the servers that tests use, when they are missing and it may: `python -m tests.install_servers`.

Only as root on a machine with apt. Otherwise it says what is missing, and the tests that need it are skipped (with CI=true that is a failure).
No service of the distribution is started: tests run servers of their own, on free ports, in folders of their own.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.servers import BINARIES

PACKAGES = {
    "postgresql": ("initdb", "postgres", "psql"),
    "mariadb-server": ("mariadbd", "mariadb-install-db", "mariadb"),
    "nginx-light": ("nginx",),
}
SERVICES = ("postgresql", "mariadb", "nginx")
POLICY = Path("/usr/sbin/policy-rc.d")


def missing() -> list[str]:
    """Packages of which a program cannot be found."""
    path = os.pathsep.join(BINARIES)
    return [package for package, names in PACKAGES.items() if not all(shutil.which(name, path=path) for name in names)]


def main() -> int:
    """0 unless CI wants all and something is missing."""
    wanted = missing()
    if not wanted:
        return 0
    if os.geteuid() == 0 and shutil.which("apt-get"):
        print(f"installing {', '.join(wanted)} (Debian packages) for the tests ...", flush=True)
        _install(wanted)
        wanted = missing()
    if not wanted:
        return 0
    why = "it could not be installed" if os.geteuid() == 0 else "only root may install it"
    print(f"missing: {', '.join(wanted)}; {why}. Tests that need it are skipped.", file=sys.stderr)
    return int(os.environ.get("CI") == "true")


def _install(packages: list[str]) -> None:
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    with _no_services():
        for words in (["update", "-qq"], ["install", "-qq", "-y", "--no-install-recommends", *packages]):
            done = subprocess.run(["apt-get", *words], env=environment, capture_output=True, text=True, check=False)
            if done.returncode:
                print("\n".join((done.stdout + done.stderr).splitlines()[-5:]), file=sys.stderr)
                return
    if Path("/run/systemd/system").exists():  # they would start with the machine's next start
        subprocess.run(["systemctl", "disable", "--now", *SERVICES], capture_output=True, check=False)


@contextmanager
def _no_services() -> Iterator[None]:
    """Debian asks this file before it starts a service; one that is there already is left as it is."""
    ours = not POLICY.exists()
    if ours:
        POLICY.write_text("#!/bin/sh\nexit 101\n")
        POLICY.chmod(0o755)
    try:
        yield
    finally:
        if ours:
            POLICY.unlink(missing_ok=True)


if __name__ == "__main__":
    sys.exit(main())
