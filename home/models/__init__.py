from home.models.directory import Helpline
from home.models.organisation import Organisation
from home.models.pages import (
    ContactPage,
    HomePage,
    NewsIndexPage,
    NewsPage,
    PartnersPage,
    PeoplePage,
    ProjectIndexPage,
    ProjectPage,
    StandardPage,
)
from home.models.people import NewsTopic, Partner, Person

__all__ = [
    "ContactPage",
    "Helpline",
    "HomePage",
    "NewsIndexPage",
    "NewsPage",
    "NewsTopic",
    "Organisation",
    "Partner",
    "PartnersPage",
    "PeoplePage",
    "Person",
    "ProjectIndexPage",
    "ProjectPage",
    "StandardPage",
]
