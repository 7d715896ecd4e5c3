"""A town in which there is one of everything that rights are asked about, played once and put down in a file."""

from storage import (
    people,
)
from storage.database import Tx
from tests.handlers.town import the_places
from tests.proof.rights.people import elsewhere, everybody
from tests.proof.rights.scene_around import Around
from tests.proof.rights.scene_asked import Asked
from tests.proof.rights.scene_cast import Things


class Scene(Asked, Around):
    """Everything, and then those who walk."""

    async def made(self) -> Things:
        """now: three days after everything began."""
        await self.town.built(*the_places(), *elsewhere())
        await self._moves_in()
        await self._reported()
        await self._wished()
        await self._offered()
        await self._gathered()
        await self._joined()
        await self._credited()
        await self._linked()
        await self._walkers()
        return self.things

    async def _walkers(self) -> None:
        async def unit(tx: Tx) -> None:
            for walker in everybody():
                held = walker.held
                await people.add_person(
                    tx, id=walker.name, chat=walker.chat, now=self.town.now, name=f"Walker {walker.name}", language="en"
                )
                if held:
                    await people.grant(tx, id=f"{walker.name}.0", person=walker.name, held=held, now=self.town.now)
                await people.set_home(tx, walker.name, walker.home)

        await self.town.database.do(unit)
