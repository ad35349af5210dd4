"""Why an attempt is held, in a sentence for its learner; and for the trainer what it means and what may be done."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from courses.models.offline import HeldAttempt

Reason = HeldAttempt.Reason


@dataclass(frozen=True)
class Words:
    learner: Promise
    bringer: Promise
    means: Promise
    may: Promise


_WORDS = {
    Reason.UNREADABLE: Words(
        learner=_("What arrived could not be read: perhaps only part of it was saved."),
        bringer=_("It could not be read: perhaps only part of it was saved."),
        means=_("What arrived has not the shape of an attempt: a damaged file, or a phone that saved only part of it."),
        may=_("It can't be marked. Tell the learner to take the quiz again; what was sent stands below."),
    ),
    Reason.UNKNOWN_TICKET: Words(
        learner=_("We do not know the paper on which it was made."),
        bringer=_("The paper on which it was made is not known here."),
        means=_(
            "Each paper has a number that the server gave out, and this number was never given here. It may be from "
            "another platform, or from before a backup was restored; it may also have been made up."
        ),
        may=_("Accept it only if you know that the learner took the quiz. Else explain what to do."),
    ),
    Reason.FOREIGN_TICKET: Words(
        learner=_("Its paper was given to another person. Perhaps you share a phone with somebody."),
        bringer=_("Its paper was given to another person."),
        means=_("The paper was given to another person than the one who sent it. Often two people share a phone."),
        may=_(
            "Ask who answered. If it was the one who sent it, accept it: it counts for them. Else explain: the other "
            "person signs in on that phone and sends it."
        ),
    ),
    Reason.UNKNOWN_VERSION: Words(
        learner=_("Its questions are not known here: perhaps the course on your phone is an old copy."),
        bringer=_("Its questions are not known here: perhaps the course on that phone is an old copy."),
        means=_("The quiz, or the version of its questions, is not known here, so there is no key to mark it by."),
        may=_("It can't be marked. Tell the learner to take the course home again, and then the quiz."),
    ),
    Reason.ALTERED_PAPER: Words(
        learner=_("Its questions or answers are not those of the paper that you were given."),
        bringer=_("Its questions or answers are not those of its paper."),
        means=_(
            "The phone sent other questions, another order, or answers that its paper does not offer. A fault of the "
            "phone can do that, and so can somebody who changes what it sends."
        ),
        may=_("If you accept it, only what is on its paper counts, and the rest counts as not answered."),
    ),
    Reason.OTHER_ANSWERS: Words(
        learner=_("You had handed in this paper already, with other answers. What came first counts."),
        bringer=_("This paper was handed in already, with other answers."),
        means=_("This paper was handed in already, with other answers: on two phones, or from a copy of a file."),
        may=_(
            "The first one counts already. Accept this one only if you are sure that it is an attempt of its own: it "
            "is then recorded as one more."
        ),
    ),
    Reason.NO_ATTEMPT_LEFT: Words(
        learner=_("When it arrived, you had used all the attempts that the quiz allows."),
        bringer=_("All attempts that the quiz allows were used when it arrived."),
        means=_("It is whole and fits its paper, but all attempts that the quiz allows were used when it arrived."),
        may=_("If you accept it, it counts as an extra attempt. Else explain that the earlier ones count."),
    ),
}


def of(held: HeldAttempt) -> Words:
    return _WORDS[held.reason]


def for_learner(held: HeldAttempt) -> str:
    """Return why it is not accepted yet, in the active language, as the learner is told."""
    return str(of(held).learner)


def for_bringer(held: HeldAttempt) -> str:
    """Return why it is not accepted yet, as whoever brings the file is told: it need not be their own."""
    return str(of(held).bringer)
