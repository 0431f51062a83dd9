"""`python -m tests.chromium`: make sure there is a Chromium for the browser tests, or say that there is none."""

import os
import shutil
import subprocess
import sys

from playwright.sync_api import sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")


def of_the_system() -> str | None:
    """Path of the Chromium named by MAILLAGE_CHROMIUM, else of the system's."""
    return os.environ.get("MAILLAGE_CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)


def installed() -> str | None:
    """Path of a Chromium: the system's, else playwright's own."""
    if found := of_the_system():
        return found
    with sync_playwright() as driver:
        own = driver.chromium.executable_path
    return own if os.path.exists(own) else None


def install() -> None:
    """By Debian's packages when we may, else by playwright in the user's cache."""
    if os.geteuid() == 0 and shutil.which("apt-get"):
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run(["apt-get", "update", "-qq"], check=False, env=quiet)
        wanted = ["apt-get", "install", "-qq", "-y", "--no-install-recommends", "chromium"]
        if subprocess.run(wanted, check=False, env=quiet).returncode == 0:
            return
    subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)


def main() -> None:
    """Exit code 1 only under CI: elsewhere the browser tests are skipped, and say so."""
    if installed() is None:
        print("No Chromium on this machine: installing one for the browser tests.")
        install()
    if installed() is None:
        print("No Chromium could be installed: the browser tests will be skipped.", file=sys.stderr)
        sys.exit(1 if os.environ.get("CI") else 0)


if __name__ == "__main__":
    main()
