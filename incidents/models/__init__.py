from incidents.models.cases import Attachment, Case, Entry, ReceivedCount
from incidents.models.log import LogLine
from incidents.models.team import KeyShare, Officer, TeamKey, Unlocked

__all__ = ["Attachment", "Case", "Entry", "KeyShare", "LogLine", "Officer", "ReceivedCount", "TeamKey", "Unlocked"]
