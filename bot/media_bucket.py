"""Pictures and voices in an S3-compatible object store, so that several replicas need no folder in common."""

from collections.abc import AsyncIterator, Awaitable
from datetime import timedelta
from typing import TypeVar

import obstore
from obstore.exceptions import BaseError
from obstore.store import S3Store

from storage.database import StorageTrouble

T = TypeVar("T")

PATIENCE = timedelta(seconds=20)  # for one request
RETRIES = 3
TROUBLE = (BaseError, OSError)  # what is not there and what is forbidden comes as Python's own errors


class BucketDown(StorageTrouble):
    """The store of pictures and recordings cannot be reached or does not let us in; asking again later is right."""


class Bucket:
    """A bot.media.Store. prefix: what all names begin with, without a slash at its end."""

    def __init__(
        self,
        bucket: str,
        prefix: str,
        *,
        endpoint: str | None,
        region: str,
        key: str | None,
        secret: str | None,
        retries: int = RETRIES,
    ) -> None:
        """key and secret: None where the machine itself is known to the store."""
        given = {"endpoint": endpoint, "access_key_id": key, "secret_access_key": secret}
        self._store = S3Store(
            bucket,
            prefix=prefix or None,
            region=region,
            client_options={"timeout": PATIENCE, "allow_http": bool(endpoint and endpoint.startswith("http://"))},
            retry_config={"max_retries": retries, "retry_timeout": PATIENCE},
            **{name: value for name, value in given.items() if value},  # type: ignore[arg-type]
        )

    async def write(self, name: str, content: bytes) -> None:
        await _asked(obstore.put_async(self._store, name, content))

    async def read(self, name: str) -> bytes | None:
        try:
            found = await obstore.get_async(self._store, name)
            return bytes(await found.bytes_async())
        except FileNotFoundError:
            return None
        except TROUBLE as error:
            raise BucketDown from error

    async def has(self, name: str) -> bool:
        try:
            await obstore.head_async(self._store, name)
        except FileNotFoundError:
            return False
        except TROUBLE as error:
            raise BucketDown from error
        return True

    async def delete(self, name: str) -> None:
        await _asked(obstore.delete_async(self._store, name))  # deleting what is gone is no error in S3

    async def old(self, before: int) -> AsyncIterator[str]:
        pages = obstore.list(self._store).__aiter__()
        while (page := await _asked(anext(pages, None))) is not None:
            for found in page:
                if found["last_modified"].timestamp() < before:
                    yield found["path"]


async def _asked(request: Awaitable[T]) -> T:
    try:
        return await request
    except TROUBLE as error:
        raise BucketDown from error
