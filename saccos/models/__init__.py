from saccos.models.acts import Act
from saccos.models.figures import ClockPass, OperatorFigures
from saccos.models.invitations import Invitation, draw_token
from saccos.models.managing import Management, ManagerInvitation
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
from saccos.models.rosters import Roster, RosterRow
from saccos.models.seals import Seal
from saccos.models.staff import Move, Reminder, StaffMember

__all__ = [
    "Act",
    "ClockPass",
    "Contact",
    "Invitation",
    "Management",
    "ManagerInvitation",
    "Move",
    "Operator",
    "OperatorDocument",
    "OperatorFigures",
    "OperatorMerge",
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
