"""What the web chat answers when it cannot take something: a sentence for the person, a status for the browser."""

from bot.recordings import BadRecording
from dialogue.message import N_


class Refusal(Exception):
    sentence = N_("I could not read that. Please reload the page and try once more.")
    status = 400
    retry_after: int | None = None


class NothingSaid(Refusal):
    sentence = N_("There is nothing in this message.")


class TooLong(Refusal):
    sentence = N_("That is longer than I can read at once. Please send it in parts of up to 4,000 characters.")


class FarTooLong(TooLong):
    status = 413


class TooManyPhotos(Refusal):
    sentence = N_("Please send at most nine pictures at a time.")


class NotYourMedia(Refusal):
    sentence = N_("This picture or recording is no longer here. Please send it once more.")


class NoSession(Refusal):
    sentence = N_("This chat is not open in your browser any more. Please reload the page.")
    status = 401


class WrongOrigin(Refusal):
    sentence = N_("This did not come from our own page, so I did not take it.")
    status = 403


class TooBig(Refusal):
    sentence = N_("This file is too big for me: pictures up to 20 MB, recordings up to 5 MB.")
    status = 413


class BadVoice(Refusal):
    sentence = BadRecording.sentence
    status = 422


class TooFast(Refusal):
    sentence = N_("That was a lot at once. I take the rest in a moment.")
    status = 429
    retry_after = 3


class NotNow(Refusal):
    sentence = N_("I cannot write anything down just now. Your message is kept in your phone and sent again by itself.")
    status = 503
    retry_after = 10
