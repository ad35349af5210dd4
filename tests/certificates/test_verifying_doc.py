"""docs/verifying.md: the verifier that it shows reads what we issue, and refuses what we did not."""

import base64
import re
from pathlib import Path

import cbor2
import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from django.utils import timezone

from certificates import codes, digits, issuing, keys
from tests import make

DOCUMENT = Path(__file__).parents[2] / "docs" / "verifying.md"


@pytest.fixture
def read():
    """The function that stands in the document."""
    known = {"base64": base64, "cbor2": cbor2, "ec": ec, "hashes": hashes, "encode_dss_signature": encode_dss_signature}
    exec(re.search(r"```python\n(.*?)```", DOCUMENT.read_text(), re.DOTALL)[1], known)  # noqa: S102 - it is our own
    return known["read"]


@pytest.fixture
def certificate(amina, course):
    return issuing.issue(make.make_enrolment(amina, course))


def test_the_verifier_in_the_document_reads_what_we_issue(certificate, read):
    claims = read(certificate.qr_text, keys.load().as_jwks(timezone.now()))
    assert claims[-65537][0] == "Amina Hassan"
    assert claims[-65537][2] == certificate.status_index
    assert claims[4] == int(certificate.expires_at.timestamp())


def test_it_refuses_a_statement_on_another_code(certificate, read):
    moved = f"{codes.url('7KQ2M9XWTD')}#{digits.encode(bytes(certificate.statement))}"
    with pytest.raises(InvalidSignature):
        read(moved, keys.load().as_jwks(timezone.now()))


def test_the_lengths_of_a_tail_are_those_in_the_document():
    lengths = ", ".join(str(len(digits.encode(bytes(count)))) for count in range(1, 6))
    assert f"({lengths} or {len(digits.encode(bytes(6)))})" in DOCUMENT.read_text()
