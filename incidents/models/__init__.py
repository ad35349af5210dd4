from incidents.models.cases import Attachment, Case, Entry, ReceivedCount
from incidents.models.log import LogLine
from incidents.models.team import KeptShare, KeyShare, Officer, TeamKey, Unlocked

__all__ = [
    "Attachment",
    "Case",
    "Entry",
    "KeptShare",
    "KeyShare",
    "LogLine",
    "Officer",
    "ReceivedCount",
    "TeamKey",
    "Unlocked",
]
