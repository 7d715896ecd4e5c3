"""Where pictures and voices are kept, by the settings."""

from pydantic import SecretStr

from bot.media import Media
from bot.settings import Settings


def media_of(settings: Settings) -> Media:
    """The folder of DATA, or the bucket that SIDAN_MEDIA names."""
    if settings.media is None:
        return Media(settings.data)
    from bot.media_bucket import Bucket  # its library is large, and most need no bucket

    bucket, _, prefix = settings.media.removeprefix("s3://").partition("/")
    return Media(
        Bucket(
            bucket,
            prefix,
            endpoint=settings.media_endpoint,
            region=settings.media_region,
            key=_said(settings.media_key),
            secret=_said(settings.media_secret),
        )
    )


def _said(secret: SecretStr | None) -> str | None:
    return secret.get_secret_value() if secret else None
