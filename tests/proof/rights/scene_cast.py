"""Who lives in the town of rights before anybody walks, and what they do again and again."""

from dataclasses import replace

from domain.person import Held, Role
from storage.database import Database
from tests.handlers.neighbour import Neighbour
from tests.handlers.town import COMPOUND, GRID_1, STREET, Town
from tests.proof.rights.play import RULES

Things = dict[str, str]  # what there is, and by which number, id or token it is called


class Cast:
    """Li reports and wishes, Zhou sits at the desk, Wang and Hu are of the grid, Feng and Gao help."""

    def __init__(self, database: Database) -> None:
        self.town = Town(database)
        self.town.house = replace(self.town.house, policy=RULES)
        self.things: Things = {}

    async def _moves_in(self) -> None:
        town, home = self.town, f"{COMPOUND}/3/1"
        self.li = await town.moves_in("Li Xiulan", Held(Role.RESIDENT, COMPOUND), home=home)
        self.zhao = await town.moves_in("Zhao Defu", Held(Role.RESIDENT, COMPOUND), home=f"{COMPOUND}/5/1")
        self.bo = await town.moves_in("Bo Lan", Held(Role.RESIDENT, COMPOUND), home=f"{COMPOUND}/4/1")
        self.zhou = await town.moves_in("Zhou Min", Held(Role.COMMUNITY, COMPOUND))
        self.wang = await town.moves_in("Wang Jianguo", Held(Role.GRID, GRID_1))
        self.hu = await town.moves_in("Hu Bin", Held(Role.GRID, GRID_1))
        self.sun = await town.moves_in("Sun Zhiqiang", Held(Role.STREET, STREET))
        self.feng = await town.moves_in("Feng Lei", Held(Role.VOLUNTEER, COMPOUND), home=f"{COMPOUND}/5/2")
        self.gao = await town.moves_in("Gao Yan", Held(Role.VOLUNTEER, COMPOUND), home=f"{COMPOUND}/4/2")
        for who in (self.li, self.zhao, self.bo):
            await who.says("/privacy")
            await who.says(button="pv agree")

    async def _taps(self, who: Neighbour, button: str, table: str = "") -> str:
        """With the version it has now."""
        if table:
            sql = f"SELECT version FROM {table} WHERE number = :number"
            button += f" {await self.town.one(sql, number=button.split()[1])}"
        return await who.says(button=button, ref="x", tap="t")
