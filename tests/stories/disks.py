"""A disk that can be filled and emptied: a small file system of its own, or a limit on the size of files."""

import os
import resource
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

import pytest

SIZE = 8 << 20  # bytes: enough for a small town


class Disk(Protocol):
    folder: Path

    def fill(self, pid: int) -> None:
        """Nothing more can be written; pid: the program that writes."""

    def empty(self, pid: int) -> None: ...


class OwnFileSystem:
    """The real thing, for whoever may mount one."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._ballast = folder / "ballast"

    def fill(self, pid: int) -> None:
        with self._ballast.open("wb", buffering=0) as file:
            for block in (1 << 16, 1 << 9, 1):
                while True:
                    try:
                        file.write(bytes(block))
                    except OSError:
                        break

    def empty(self, pid: int) -> None:
        self._ballast.unlink()


class SizeOfFiles:
    """No file of the program may grow, as for a user without any quota left."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def fill(self, pid: int) -> None:
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY))

    def empty(self, pid: int) -> None:
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))


@contextmanager
def own_file_system(folder: Path) -> Iterator[Disk]:
    mount = ["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", str(folder)]
    if os.geteuid() != 0 or subprocess.run(mount, check=False, capture_output=True).returncode:
        pytest.skip("nobody here may mount a file system; the limit on the size of files is tried instead")
    try:
        yield OwnFileSystem(folder)
    finally:
        subprocess.run(["umount", str(folder)], check=True)


@contextmanager
def size_of_files(folder: Path) -> Iterator[Disk]:
    yield SizeOfFiles(folder)


DISKS = {"own file system": own_file_system, "size of files": size_of_files}
