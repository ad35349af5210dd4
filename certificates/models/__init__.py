from certificates.models.acts import CertificateAct
from certificates.models.certificates import Certificate
from certificates.models.designs import CertificateDesign, DesignVersion
from certificates.models.print_jobs import PrintJob
from certificates.models.status import CheckCount, CourseNumber, PublishedList

__all__ = [
    "Certificate",
    "CertificateAct",
    "CertificateDesign",
    "CheckCount",
    "CourseNumber",
    "DesignVersion",
    "PrintJob",
    "PublishedList",
]
