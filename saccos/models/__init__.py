from saccos.models.acts import Act
from saccos.models.figures import ClockPass, OperatorFigures
from saccos.models.invitations import Invitation, draw_token
from saccos.models.managing import DigestAddress, Management, ManagerInvitation
from saccos.models.namesakes import Namesakes
from saccos.models.operators import (
    Contact,
    Operator,
    OperatorDocument,
    OperatorMerge,
    OperatorStage,
    Route,
    Target,
    Vehicle,
)
from saccos.models.prints import OperatorPrintJob
from saccos.models.rosters import Roster, RosterRow
from saccos.models.seals import Seal
from saccos.models.staff import Move, Reminder, StaffMember

__all__ = [
    "Act",
    "ClockPass",
    "Contact",
    "DigestAddress",
    "Invitation",
    "Management",
    "ManagerInvitation",
    "Move",
    "Namesakes",
    "Operator",
    "OperatorDocument",
    "OperatorFigures",
    "OperatorMerge",
    "OperatorPrintJob",
    "OperatorStage",
    "Reminder",
    "Roster",
    "RosterRow",
    "Route",
    "Seal",
    "StaffMember",
    "Target",
    "Vehicle",
    "draw_token",
]
