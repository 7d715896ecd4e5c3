"""Whether pictures and recordings can be kept: one is put in, read back and taken out again."""

from bot.media import NoSuchMedia
from bot.media_place import media_of
from bot.settings import Settings
from storage.database import StorageTrouble

PROBE = b"sidan doctor was here"


async def examined(settings: Settings) -> tuple[bool, str]:
    where = settings.media or str(settings.data)
    try:
        media = media_of(settings)
        kept = await media.put(PROBE)
        well = await media.open(kept) == PROBE
        await media.delete(kept)
    except StorageTrouble as error:
        return False, f"pictures: {where} cannot be used: {error.__cause__ or error}".partition("\n")[0]
    except NoSuchMedia:
        well = False
    return (
        well,
        f"pictures: kept in {where}" if well else f"pictures: {where} gives back something else than was put in",
    )
