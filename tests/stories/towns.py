"""The names of the towns; one worker has all tests of a town, so that each town is built once."""

import pytest

WAYS = ("polling", "webhook", "web")
KINDS = ("sqlite", "postgresql")


def some(*names: str) -> list[object]:
    return [pytest.param(name, marks=pytest.mark.xdist_group(name)) for name in names]


ALL = some(*(f"{way}-{kind}" for way in WAYS for kind in KINDS))
ON_TELEGRAM = pytest.mark.parametrize("town", some("polling-sqlite", "webhook-postgresql"), indirect=True)
ON_THE_WEB = pytest.mark.parametrize("town", some("web-sqlite", "web-postgresql"), indirect=True)
BY_POLLING = pytest.mark.parametrize("town", some("polling-sqlite", "polling-postgresql"), indirect=True)
BY_WEBHOOK = pytest.mark.parametrize("town", some("webhook-sqlite", "webhook-postgresql"), indirect=True)
