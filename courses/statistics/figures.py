"""What the analysis answers. None is a figure that is undefined: no spread to divide by, or too few attempts."""

from dataclasses import dataclass
from enum import StrEnum

FEW = 30  # under so many answers a figure says little, and is shown grey


class NoAlpha(StrEnum):
    """Why a quiz has no coefficient of internal consistency."""

    DIFFERENT_QUESTIONS = "learners were asked different questions"
    ONE_ITEM = "there is only one item"
    TOO_FEW = "there are fewer than two attempts"
    NO_SPREAD = "all totals are equal"


@dataclass(frozen=True)
class ItemStatistics:
    """One item. All in percent, save `n` (attempts that were asked it) and what ends in `_marks` and `maximum` (marks).

    `facility` and `sd` are in percent of the item's maximum, the weights in percent of the quiz. `effective_weight` is
    None too where cov(x, T) is negative.
    """

    n: int
    maximum: float
    facility: float | None
    sd: float | None
    random_guess_score: float | None
    intended_weight: float | None
    effective_weight: float | None
    discrimination_index: float | None
    discriminative_efficiency: float | None
    mean_marks: float | None
    sd_marks: float | None

    @property
    def is_thin(self) -> bool:
        return self.n < FEW


@dataclass(frozen=True)
class QuizStatistics:
    """One quiz. `mean`, `median`, `sd` and `standard_error` are in percent of `maximum`, and again in marks.

    `maximum` is what each attempt could reach, in marks; where that differs between attempts it is None, and so are the
    figures in percent of it. `skewness` and `kurtosis` are plain numbers; `alpha` and `error_ratio` are in percent.
    """

    n: int
    maximum: float | None
    mean: float | None
    median: float | None
    sd: float | None
    skewness: float | None
    kurtosis: float | None
    alpha: float | None
    no_alpha: NoAlpha | None
    error_ratio: float | None
    standard_error: float | None
    mean_marks: float | None
    median_marks: float | None
    sd_marks: float | None
    standard_error_marks: float | None
    items: tuple[ItemStatistics, ...]

    @property
    def is_thin(self) -> bool:
        return self.n < FEW
