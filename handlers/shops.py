"""Credit supermarkets: which are near somebody, who keeps them, and who may change what is on their shelves."""

from domain.permit import Matter, NotYours, Party, check, may
from domain.person import Person, Role
from domain.place import Kind, around, covers
from handlers import desks, talking
from handlers.turn import Turn
from storage import partners
from storage.partners import Partner

EDIT, BOOKS, HAND_OVER = "goods.edit", "goods.books", "points.hand_over"


def matter(shop: Partner, redeemed_by: str | None = None) -> Matter:
    return Matter(place=shop.place, author=redeemed_by, party=Party(team=shop.id))


async def load(turn: Turn, shop_id: str, action: str) -> Partner:
    """A credit supermarket in which this person may do that; NotYours where there is none."""
    shop = await partners.get(turn.tx, shop_id)
    if shop is None or not shop.credit_shop:
        raise NotYours
    check(action, turn.me, matter(shop))
    return shop


async def near(turn: Turn) -> list[Partner]:
    """Those of one's community, and of what lies around it; of everybody's where nobody knows where somebody lives."""
    look = await talking.look_of(turn)
    home = await look.compound_of_me() or await look.around_all()
    if home is None:
        return []
    area = around(home, Kind.COMMUNITY) or home
    return [shop for shop in await partners.within(turn.tx, area) if shop.credit_shop and not shop.paused]


async def kept(turn: Turn) -> list[Partner]:
    """Those this person stands behind the counter of."""
    teams = dict.fromkeys(held.team for held in turn.me.roles if held.role is Role.PARTNER and held.team)
    found = [await partners.get(turn.tx, team) for team in teams]
    return [shop for shop in found if shop and shop.credit_shop and may(HAND_OVER, turn.me, matter(shop))]


async def looked_after(turn: Turn) -> list[Partner]:
    """Those whose shelves this person may change: one's own, and the community's those of its area."""
    found = {shop.id: shop for shop in await kept(turn)}
    for held in turn.me.roles:
        if held.role is Role.COMMUNITY:
            here = [shop for shop in await partners.within(turn.tx, held.place) if covers(held.place, shop.place)]
            found |= {shop.id: shop for shop in here if shop.credit_shop and may(EDIT, turn.me, matter(shop))}
    return list(found.values())


async def desk_of(turn: Turn, shop: Partner) -> list[Person]:
    """The community around a shop."""
    return (await desks.first(turn.tx, shop.place, turn.house.policy)).people
