"""One compound's life, act by act, at the pace of all of them together."""

from collections.abc import Callable
from itertools import count
from random import Random

from domain.number import find
from tests.fake_telegram.world import Post
from tests.proof.load.homes import RESIDENTS, WORKER, Home
from tests.proof.load.pace import Over, Pace
from tests.proof.load.phones import Phone, Phones
from tests.stories.pictures import picture

MATTERS = (
    "3号楼{u}单元的路灯不亮了", "3号楼{u}单元垃圾桶满了没人清", "3号楼{u}单元水管漏水，已经两天了",
    "3号楼{u}单元半夜装修噪音扰民", "3号楼{u}单元的门禁坏了，进不去", "3号楼{u}单元楼道堆满了杂物",
    "3号楼{u}单元着火了，有浓烟",
)  # fmt: skip
PHOTO = picture()
SOMETIMES = 0.15  # of the reports have a picture, are looked for, and so on


class Household:
    """Somebody reports, it is handed out, done and reviewed, over and over; each act waits for its turn."""

    def __init__(self, home: Home, phones: Phones, pace: Pace, chance: Random) -> None:
        self.home, self._pace, self._chance = home, pace, chance
        self._zhou, self._wang, *self._residents = (phones.of(number, f"Phone {number}") for number in home.numbers)
        self.matters = 0  # that went the whole way
        self.receipts: list[str] = []  # the numbers that residents were told

    async def lives(self) -> None:
        """Until there are no more turns."""
        try:
            for n in count(self._chance.randrange(RESIDENTS)):
                await self._matter(self._residents[n % RESIDENTS], n % RESIDENTS + 1)
                self.matters += 1
        except Over:
            return

    async def _acts(self, phone: Phone, act: Callable[[], None], text: str = "", label: str = "") -> Post:
        """One update, and its answer."""
        due = await self._pace.turn()
        after = phone.moment
        self._pace.tally.acts += 1
        act()
        post = await phone.hears(text, label, after)
        self._pace.answered(due)
        return post

    async def _says(self, phone: Phone, words: str, text: str = "", label: str = "") -> Post:
        return await self._acts(phone, lambda: phone.says(words), text, label)

    async def _taps(self, phone: Phone, post: Post, button: str, text: str = "", label: str = "") -> Post:
        return await self._acts(phone, lambda: phone.taps(post, button), text, label)

    async def _matter(self, li: Phone, unit: int) -> None:
        """About a dozen updates, from the first words to the stars."""
        zhou, wang, number = self._zhou, self._wang, await self._reports(li, unit)
        card = await zhou.hears(number, f"To {WORKER}")
        await self._taps(zhou, card, f"To {WORKER}", number)
        card = await self._taps(wang, await wang.hears(number, "Accept"), "Accept", number, "Done")
        await self._taps(wang, card, "Done", "What was done")
        await self._says(wang, "修好了", number)
        await self._reviews(li, number)
        await self._looks_round(li, number)

    async def _reports(self, li: Phone, unit: int) -> str:
        words = self._chance.choice(MATTERS).format(u=unit)
        if self._chance.random() < SOMETIMES:
            summary = await self._acts(li, lambda: li.sends(PHOTO, words), words, "Send")
        else:
            summary = await self._says(li, words, words, "Send")
        receipt = await self._taps(li, summary, "Send", "Your number is")
        [number, *_] = find(receipt.raw["text"])
        self.receipts.append(number)
        return number

    async def _reviews(self, li: Phone, number: str) -> None:
        asked = await li.hears(number, "Fixed")
        stars = await self._taps(li, asked, "Fixed", "How many stars")
        words = await self._taps(li, stars, "★" * self._chance.randint(1, 5), "Anything you would like to say")
        if self._chance.random() < SOMETIMES:
            await self._says(li, "很快，谢谢", f"{number} is closed")
        else:
            await self._taps(li, words, "Skip", f"{number} is closed")

    async def _looks_round(self, li: Phone, number: str) -> None:
        await self._says(li, "/my", "Your reports")
        await self._says(self._zhou, f"/find {number}", number)
        if self._chance.random() < SOMETIMES:
            await self._says(self._zhou, "/find 3号楼 单元", "3号楼")
            await self._says(self._wang, "/tasks", "Nothing to do")
            await self._says(self._zhou, "/desk", "Nothing is waiting")
