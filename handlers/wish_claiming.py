"""Taking up a wish (认领): the first tap wins; a second pair of hands may join; who cannot after all gives it back."""

from dialogue.message import N_, Button
from dialogue.say import say
from domain.matching import households
from domain.permit import NotYours
from domain.wish import WEEK, Wish, WishState, WishStep
from handlers.names import titled
from handlers.turn import Refusal, Turn
from handlers.wish_card import card_for, data
from handlers.wish_matter import CLAIMERS, change, desk_of, how_it_stands, load, read
from handlers.wish_showing import doers, owners, refresh, tell
from storage import volunteers, wish_hands, wishes


async def claim(turn: Turn, rest: str) -> None:
    """Whoever is first: the version that was loaded decides, not the one on the button."""
    number, _ = read(rest)
    wish = await _free_for(turn, number)
    if wish.state is not WishState.OPEN:  # offered for a second pair of hands
        await join(turn, rest)
        return
    await turn.tx.lock(f"claims:{turn.me.id}")  # two taps on two replicas do not get past the cap
    await _check_cap(turn)
    wish = await change(turn, wish, WishStep.CLAIM, claimer=turn.me.id)
    await refresh(turn, wish)
    sentence = N_("🤝 {who} takes up {number}. Agree on a day with each other, here.")
    await tell(
        turn, owners(wish), wish, sentence, Button(N_("Agree on a day"), data("wday", wish)), who=titled(turn.me)
    )
    await turn.answer_with(await card_for(turn, wish, turn.me))
    await turn.say(turn.speak(N_("It is yours, thank you! Next: agree on a day with them.")))


async def _free_for(turn: Turn, number: str) -> Wish:
    """Whoever is no volunteer yet is told how to become one, and nobody that they are neighbours."""
    wish = await load(turn, number, "wish.view_public")
    if wish.state in (WishState.POSTED, WishState.CLOSED):
        await load(turn, number, "wish.view_detail")
        raise Refusal(how_it_stands(wish))
    if turn.me.id in (wish.poster, wish.wisher):
        raise Refusal(say(N_("That is your own wish. Somebody else will take it up.")))
    if not any(held.role in CLAIMERS for held in turn.me.roles):
        raise Refusal(say(N_("How kind of you! Wishes are taken up by volunteers: write /volunteer to become one.")))
    if wish.state is not WishState.OPEN and not await _room_for(turn, wish):
        raise Refusal(how_it_stands(wish))
    lives = await volunteers.get(turn.tx, turn.me.id)
    if lives and lives.home in households([wish.home]):  # said when they became a volunteer; a report changes a home
        raise NotYours
    return await load(turn, number, "wish.claim")


async def _room_for(turn: Turn, wish: Wish) -> bool:
    """A second pair of hands is somebody else's."""
    helpers = await wish_hands.helpers(turn.tx, wish.id)
    has_it = turn.me.id in (wish.claimer, *helpers)
    return wish.state is WishState.CLAIMED and not has_it and wish.hands > 1 + len(helpers)


async def _check_cap(turn: Turn) -> None:
    most = turn.house.policy.wishes.claims
    in_hand = await wishes.in_hand(turn.tx, turn.me.id)
    # What only waits for the wisher's word is no reason to keep somebody from the next.
    if sum(wish.state is WishState.CLAIMED for wish in in_hand) >= most:
        sentence = N_("You have {count} wishes in hand already; one after the other, please.")
        raise Refusal(say(sentence, count=most))
    # Each of them shows whose wish it is: nobody goes through the wall to read names.
    if await wish_hands.given_back(turn.tx, turn.me.id, turn.now - WEEK) >= 2 * most:
        sentence = N_("You have given several wishes back this week. Please take a little rest, and then come back.")
        raise Refusal(say(sentence))


async def join(turn: Turn, rest: str) -> None:
    """多方助单: helpers are credited like whoever leads."""
    wish = await _free_for(turn, read(rest)[0])
    if wish.state is WishState.OPEN:
        await claim(turn, rest)
        return
    await turn.tx.lock(f"claims:{turn.me.id}")
    await _check_cap(turn)
    wish = await change(turn, wish, WishStep.JOIN)
    await wish_hands.join(turn.tx, wish.id, turn.me.id, turn.now)
    await refresh(turn, wish)
    sentence = N_("👥 {who} helps with {number}.")
    await tell(turn, [*owners(wish), *await doers(turn, wish)], wish, sentence, who=titled(turn.me))
    await turn.answer_with(await card_for(turn, wish, turn.me))


async def one_more(turn: Turn, rest: str) -> None:
    """The claimer wants a second pair of hands: it is on the wall again for one more."""
    wish = await load(turn, read(rest)[0], "wish.fulfil")
    if wish.claimer != turn.me.id or wish.hands > 1:
        raise Refusal(how_it_stands(wish))
    wish = await change(turn, wish, WishStep.WANT_MORE)
    await refresh(turn, wish)
    await turn.say(turn.speak(N_("It is on the wall again for one more pair of hands.")))


async def leave(turn: Turn, rest: str) -> None:
    """A helper cannot after all."""
    wish = await load(turn, read(rest)[0], "wish.fulfil")
    if turn.me.id not in await wish_hands.helpers(turn.tx, wish.id):
        raise Refusal(how_it_stands(wish))
    wish = await change(turn, wish, WishStep.LEAVE)
    await wish_hands.leave(turn.tx, wish.id, turn.me.id)
    await refresh(turn, wish)
    await tell(turn, [wish.claimer], wish, N_("{who} cannot help with {number} after all."), who=titled(turn.me))
    await turn.say(turn.speak(N_("All right, and thank you all the same.")))


async def want_off(turn: Turn, rest: str) -> None:
    """Nobody is held against their will: the desk and the helpers hear of it, and if nobody answers it is granted."""
    number, seen = read(rest)
    wish = await load(turn, number, "wish.fulfil")
    if wish.claimer != turn.me.id or wish.off_at is not None:  # asked twice, the day until it is granted ends the same
        raise Refusal(how_it_stands(wish))
    wish = await change(turn, wish, WishStep.WANT_OFF, seen=seen)
    await refresh(turn, wish)
    sentence = N_("🙏 {who} cannot do {number} after all and asks to hand it over.")
    take_over = Button(N_("I take over"), data("wover", wish))
    helpers = await wish_hands.helpers(turn.tx, wish.id)
    await tell(turn, helpers, wish, sentence, take_over, who=titled(turn.me))
    await tell(
        turn,
        owners(wish),
        wish,
        N_("{who} cannot come for {number} after all; I look for somebody else."),
        who=titled(turn.me),
    )
    desk = [person.id for person in (await desk_of(turn.tx, wish)).people]
    give_back = Button(N_("Give it back to the wall"), data("wfree", wish))
    await tell(turn, desk, wish, sentence, give_back, who=titled(turn.me))
    await turn.say(
        turn.speak(N_("I have passed it on. If nobody takes over within a day it goes back to the wall; no harm done."))
    )


async def hold_on(turn: Turn, rest: str) -> None:
    number, seen = read(rest)
    wish = await load(turn, number, "wish.fulfil")
    if wish.claimer != turn.me.id or wish.off_at is None:
        raise Refusal(how_it_stands(wish))
    wish = await change(turn, wish, WishStep.HOLD_ON, seen=seen)
    await refresh(turn, wish)
    await turn.say(turn.speak(N_("Thank you, it stays with you.")))


async def take_over(turn: Turn, rest: str) -> None:
    """A helper becomes the one who leads."""
    number, seen = read(rest)
    wish = await load(turn, number, "wish.fulfil")
    if turn.me.id not in await wish_hands.helpers(turn.tx, wish.id) or wish.off_at is None:
        raise Refusal(how_it_stands(wish))
    before = wish.claimer
    wish = await change(turn, wish, WishStep.HOLD_ON, seen=seen, claimer=turn.me.id)
    await wish_hands.leave(turn.tx, wish.id, turn.me.id)
    await refresh(turn, wish)
    await tell(turn, [*owners(wish), before], wish, N_("🤝 {who} takes over {number}."), who=titled(turn.me))
    await turn.answer_with(await card_for(turn, wish, turn.me))


async def free(turn: Turn, rest: str) -> None:
    """The desk gives it back to the wall."""
    number, seen = read(rest)
    wish = await load(turn, number, "wish.release")
    await release(turn, wish, N_("{number} is back on the wall. Thank you for having wanted to help!"), seen=seen)
    await turn.say(turn.speak(N_("It is back on the wall.")))


async def release(turn: Turn, wish: Wish, thanks: str, seen: int | None = None) -> Wish:
    """Back on the wall, offered as far around as it was; thanks: what whoever had it reads."""
    had = await doers(turn, wish)
    wish = await change(turn, wish, WishStep.RELEASE, seen=seen)
    await wish_hands.leave(turn.tx, wish.id)
    await refresh(turn, wish)
    await tell(turn, had, wish, thanks)
    await tell(turn, owners(wish), wish, N_("{number} is on the wall again; I look for somebody else."))
    return wish
