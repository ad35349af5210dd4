from courses.models.analyses import Analysis
from courses.models.measures import FollowUpInvitation, PrePostTest, Sitting
from courses.models.narrations import Narration
from courses.models.offline import HeldAttempt, Ticket
from courses.models.pages import CourseIndexPage, CoursePage, LessonPage, ModulePage
from courses.models.questions import Question, QuestionComment, Topic
from courses.models.quizzes import Allowance, Quiz, QuizVersion
from courses.models.records import Attempt, Enrolment, LessonProgress, OpenAttempt
from courses.models.refreshing import TopicBox, WeeklyQuestions
from courses.models.translations import TranslationCheck

__all__ = [
    "Allowance",
    "Analysis",
    "Attempt",
    "CourseIndexPage",
    "CoursePage",
    "Enrolment",
    "FollowUpInvitation",
    "HeldAttempt",
    "LessonPage",
    "LessonProgress",
    "ModulePage",
    "Narration",
    "OpenAttempt",
    "PrePostTest",
    "Question",
    "QuestionComment",
    "Quiz",
    "QuizVersion",
    "Sitting",
    "Ticket",
    "Topic",
    "TopicBox",
    "TranslationCheck",
    "WeeklyQuestions",
]
