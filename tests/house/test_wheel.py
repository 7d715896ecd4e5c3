"""The wheel holds all that the product needs, and starts far away from the checkout."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
import venv
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.house.tree import ROOT, files

pytestmark = pytest.mark.xdist_group("wheel")  # built once, by one worker
PATIENCE = 60  # seconds, for a busy machine


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    call(sys.executable, "-m", "build", "--no-isolation", "--wheel", "--outdir", folder, cwd=ROOT)
    (built,) = folder.glob("sidan-*.whl")
    return built


@pytest.fixture(scope="module")
def sidan(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The command as a clean environment has it, which borrows the libraries that are installed here."""
    home = tmp_path_factory.mktemp("elsewhere") / "venv"
    venv.create(home, with_pip=False)
    (packages,) = home.glob("lib/python*/site-packages")
    borrowed = [path for path in sys.path if path.endswith("site-packages")]
    (packages / "borrowed.pth").write_text("\n".join(borrowed))
    # pip of this environment installs into that one: nothing is looked up on the network.
    call(
        sys.executable, "-m", "pip", "--python", home, "install", "--quiet", "--no-deps", "--no-index", wheel, cwd=home
    )
    return home / "bin" / "sidan"


def call(*command: str | Path, cwd: Path) -> str:
    done = subprocess.run(
        command, cwd=cwd, env=bare(), capture_output=True, text=True, timeout=PATIENCE * 3, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def bare(**settings: str) -> dict[str, str]:
    """The environment without settings and without a way back to the checkout."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("SIDAN_", "PYTHON"))}
    return kept | settings


def test_the_wheel_carries_words_tables_pages_policy_and_the_font_with_its_licence(wheel):
    with zipfile.ZipFile(wheel) as archive:
        held = set(archive.namelist())
    needed = {
        path.relative_to(ROOT).as_posix()
        for path in files("web/*", "storage/*.sql", "bot/*.toml", "bot/fonts/*", "bot/print/*.typ", "bot/print/*.svg")
    }
    needed |= {path.relative_to(ROOT).with_suffix(".mo").as_posix() for path in files("locales/*.po")}
    assert {Path(name).suffix for name in needed} >= {".html", ".css", ".js", ".sql", ".toml", ".ttf", ".mo"}
    assert needed - held == set()


def test_the_wheel_carries_neither_tests_nor_tools(wheel):
    with zipfile.ZipFile(wheel) as archive:
        tops = {name.partition("/")[0] for name in archive.namelist() if ".dist-info/" not in name}
    assert tops == {"bot", "dialogue", "domain", "handlers", "locales", "storage", "web"}


def test_the_command_helps(sidan, tmp_path):
    shown = call(sidan, "--help", cwd=tmp_path)
    for command in ("run", "demo", "invite", "doctor", "backup", "migrate"):
        assert command in shown


def test_it_runs_from_its_own_files_and_gets_ready(sidan, tmp_path):
    where = call(sidan.parent / "python", "-c", "import bot, web; print(bot.__file__, *web.__path__)", cwd=tmp_path)
    assert str(ROOT) not in where
    address = f"127.0.0.1:{free_port()}"
    with running(sidan, "run", cwd=tmp_path, env=bare(SIDAN_LISTEN=address)) as process:
        wait_until_ready(process, f"http://{address}/readyz")
        page = urllib.request.urlopen(f"http://{address}/", timeout=PATIENCE).read().decode()
    assert "<html" in page
    assert (tmp_path / "sidan.db").exists()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def running(*command: str | Path, cwd: Path, env: dict[str, str]) -> Iterator[subprocess.Popen[str]]:
    """The output goes to a file: a full pipe would stop the program."""
    with (cwd / "output").open("w+") as output:
        process = subprocess.Popen(command, cwd=cwd, env=env, stdout=output, stderr=subprocess.STDOUT, text=True)
        try:
            yield process
        finally:
            process.terminate()
            process.wait(PATIENCE)
            output.seek(0)
            print(output.read())


def wait_until_ready(process: subprocess.Popen[str], address: str) -> None:
    give_up = time.monotonic() + PATIENCE
    while time.monotonic() < give_up:
        assert process.poll() is None, f"ended with {process.returncode}"
        try:
            with urllib.request.urlopen(address, timeout=5) as answer:
                assert answer.status == 200
                return
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.1)
    raise AssertionError(f"not ready after {PATIENCE} s")
