"""A story is played once; at each point what a crash would leave is put aside, then carried on to the story's end."""

import hashlib
import pickle
import shutil
import sqlite3
from collections import Counter
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.proof.points import disk
from tests.proof.points.acts import Act
from tests.proof.points.cast import everybody_has_written
from tests.proof.points.ending import Ending, ending
from tests.proof.points.stage import Stage, Watching
from tests.proof.points.stories import Story

Message = tuple[int, int]  # chat, number


@dataclass
class Left:
    """What there is after a crash: files, phones, the time, how far the story had come; the points at which it was so.

    told: what Telegram has shown, by letter.
    """

    files: dict[str, bytes]
    phones: bytes
    now: int
    act: int
    told: dict[str, list[Message]]
    points: list[tuple[int, str]] = field(default_factory=list)
    at_work: bool = False

    def during(self, story: Story) -> str:
        return story.acts[self.act].told if self.act >= 0 else "the start"


@dataclass
class Recording:
    """every: each so-manieth point is put aside, from `first` on."""

    stage: Stage
    disk: disk.Disk
    every: int
    first: int
    on: bool = False
    act: int = -1
    points: int = 0
    kinds: Counter[str] = field(default_factory=Counter)
    told: dict[str, list[Message]] = field(default_factory=dict)
    _left: dict[bytes, Left] = field(default_factory=dict)
    _files: dict[str, bytes] = field(default_factory=dict)

    @property
    def left(self) -> list[Left]:
        return list(self._left.values())

    def point(self, what: str) -> None:
        if not self.on:
            return
        self.points += 1
        self.kinds[what.split()[0]] += 1
        if self.points % self.every == self.first:
            self._put_aside(what)

    def tell(self, letter: str, message: dict[str, Any]) -> None:
        self.told.setdefault(letter, []).append((message["chat"]["id"], message["message_id"]))

    def _put_aside(self, what: str) -> None:
        """Where it is all as it was at another point, what comes of it would be the same: that run stands for both."""
        files, phones = self._kept(self.disk.files()), phones_of(self.stage)
        key = digest(files, phones, self.act, self.stage.now)
        if key not in self._left:
            told = {letter: list(messages) for letter, messages in self.told.items()}
            self._left[key] = Left(files, phones, self.stage.now, self.act, told)
        self._left[key].points.append((self.points, what))

    def _kept(self, files: dict[str, bytes]) -> dict[str, bytes]:
        """In memory once, as long as they do not change."""
        self._files = {
            name: known if (known := self._files.get(name)) == content else content for name, content in files.items()
        }
        return self._files


def digest(files: dict[str, bytes], *more: object) -> bytes:
    made = hashlib.blake2b(repr(more).encode())
    for name in sorted(files):
        if not name.endswith("-shm"):  # nothing but an index of the log, made anew by whoever comes next
            made.update(name.encode() + hashlib.blake2b(files[name]).digest())
    return made.digest()


def phones_of(stage: Stage) -> bytes:
    """All that the fake Telegram keeps."""
    left_out = ("now", "watchers", "_waiting")
    world = {name: value for name, value in vars(stage.fake.world).items() if name not in left_out}
    updates = stage.fake.updates
    return pickle.dumps((world, updates.row, updates.last_id, updates.allowed))


def put_back(stage: Stage, phones: bytes) -> None:
    world, row, last_id, allowed = pickle.loads(phones)
    vars(stage.fake.world).update(world)
    updates = stage.fake.updates
    updates.row, updates.last_id, updates.allowed = row, last_id, allowed


async def played(
    story: Story, town: dict[str, bytes], folder: Path, every: int, first: int
) -> tuple[Recording, Ending]:
    """Once from beginning to end without a crash: what was put aside on the way, and how it ends."""
    disk.laid(folder, town)
    stage = Stage(folder)
    everybody_has_written(stage)
    recording = Recording(stage, disk.Disk(folder), every, first)
    stage.watching = Watching(recording.point, recording.tell)
    async with stage.on():
        await goes_on(stage, story.before)
    recording.on = True
    async with stage.on():
        await stage.is_quiet()
        for recording.act, act in enumerate(story.acts):
            await goes_on(stage, [act])
        recording.on = False
        recording.disk.close()
        story.has_ended_well(stage)
        unhurt = await ending(stage)
    shutil.rmtree(folder)
    return recording, unhurt


async def goes_on(stage: Stage, acts: list[Act]) -> None:
    await stage.is_quiet()
    for act in acts:
        await act.happens(stage)
        await act.is_answered(stage)


async def carried_on(story: Story, left: Left, folder: Path) -> Ending:
    """A fresh program on what is left goes on to the end; without what came twice because nobody could know of it."""
    shutil.rmtree(folder, ignore_errors=True)
    disk.laid(folder, left.files)
    in_doubt = looked_at(left, folder / "copy")
    stage, said = Stage(folder, now=left.now), set[str]()
    put_back(stage, left.phones)
    stage.watching = Watching(told=lambda letter, message: said.add(letter))
    async with stage.on():
        if left.act >= 0:
            await story.acts[left.act].is_answered(stage)
        await goes_on(stage, story.acts[left.act + 1 :])
        twice = {message for letter in in_doubt & said for message in left.told[letter]}
        return await ending(stage, without=twice)


def looked_at(left: Left, copy: Path) -> set[str]:
    """Letters which Telegram has shown and of which the database does not know it; in a copy, to leave it untouched."""
    disk.laid(copy, {name: content for name, content in left.files.items() if name in disk.PARTS})
    with closing(sqlite3.connect(copy / disk.NAME)) as database:
        unsent = {str(letter) for (letter,) in database.execute("SELECT id FROM outbox WHERE state = 'new'")}
        (unheard,) = database.execute("SELECT COUNT(*) FROM inbox WHERE state = 'new'").fetchone()
    left.at_work = bool(unsent or unheard)
    return unsent & left.told.keys()
