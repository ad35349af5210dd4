"""Item analysis of quiz marks: pure functions over plain values, by the definitions of Moodle's quiz statistics.

Source of the formulas: "Quiz statistics calculations", https://docs.moodle.org/dev/Quiz_statistics_calculations. There
and here x is the mark on an item, T the attempt's total and o = T - x; variances and covariances are over n - 1.
"""

from courses.statistics.choices import Choices, OptionCount, count_choices, count_tallied, guess_score
from courses.statistics.figures import FEW, ItemStatistics, NoAlpha, QuizStatistics
from courses.statistics.joint import JointCounts, figures
from courses.statistics.marks import MarkTable, analyse

__all__ = [
    "FEW",
    "Choices",
    "ItemStatistics",
    "JointCounts",
    "MarkTable",
    "NoAlpha",
    "OptionCount",
    "QuizStatistics",
    "analyse",
    "count_choices",
    "count_tallied",
    "figures",
    "guess_score",
]
