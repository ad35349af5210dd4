from workshops.models.attending import Participant
from workshops.models.testing import HandsCount, Sheet, WorkshopTest
from workshops.models.workshops import InvitedOperator, Workshop

__all__ = ["HandsCount", "InvitedOperator", "Participant", "Sheet", "Workshop", "WorkshopTest"]
