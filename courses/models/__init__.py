from courses.models.pages import CourseIndexPage, CoursePage, LessonPage, ModulePage
from courses.models.questions import Question, Quiz, QuizVersion, Topic
from courses.models.records import Attempt, Enrolment, LessonProgress, OpenAttempt

__all__ = [
    "Attempt",
    "CourseIndexPage",
    "CoursePage",
    "Enrolment",
    "LessonPage",
    "LessonProgress",
    "ModulePage",
    "OpenAttempt",
    "Question",
    "Quiz",
    "QuizVersion",
    "Topic",
]
