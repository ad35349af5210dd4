"""Public keys in the shapes they travel in: COSE_Key (RFC 9052, RFC 9053 §7) and JWK (RFC 7517, RFC 7518, RFC 8037)."""

import base64
import binascii

from cryptography.hazmat.primitives.asymmetric import ec, ed448, ed25519

_CURVES = {1: ec.SECP256R1, 2: ec.SECP384R1, 3: ec.SECP521R1}
_JWK_CURVES = {"P-256": ec.SECP256R1, "P-384": ec.SECP384R1, "P-521": ec.SECP521R1}
_EDWARDS = {6: ed25519.Ed25519PublicKey, 7: ed448.Ed448PublicKey}
_JWK_EDWARDS = {"Ed25519": ed25519.Ed25519PublicKey, "Ed448": ed448.Ed448PublicKey}
_ALGORITHMS = {"ES256": -7, "ES384": -35, "ES512": -36, "EdDSA": -8, "Ed25519": -8}
_EDDSA = -8
_VERIFY = 2


def read(key, algorithm: int):
    """Return the key of `cryptography` in which a COSE_Key, a JWK or a key of `cryptography` is given.

    Raises ValueError where it is none, is not for checking signatures, or does not agree with the COSE algorithm.
    """
    public = _from_map(key, algorithm) if isinstance(key, dict) else key
    is_edwards = isinstance(public, ed25519.Ed25519PublicKey | ed448.Ed448PublicKey)
    if not is_edwards and not isinstance(public, ec.EllipticCurvePublicKey):
        raise ValueError("not a public key for signatures")
    if is_edwards != (algorithm == _EDDSA):
        raise ValueError("algorithm and key do not agree")
    return public


def from_jwk(jwk: dict):
    """Return the public key of a JWK. Raises ValueError."""
    if jwk.get("kty") == "OKP" and jwk.get("crv") in _JWK_EDWARDS:
        return _JWK_EDWARDS[jwk["crv"]].from_public_bytes(unpadded(jwk.get("x")))
    if jwk.get("kty") != "EC" or jwk.get("crv") not in _JWK_CURVES:
        raise ValueError("a kind of key that is not known")
    return _on_curve(_JWK_CURVES[jwk["crv"]](), unpadded(jwk.get("x")), unpadded(jwk.get("y")))


def to_jwk(public: ec.EllipticCurvePublicKey) -> dict:
    """Return a key on P-256 as a JWK."""
    numbers = public.public_numbers()
    x, y = (padless(number.to_bytes(32, "big")) for number in (numbers.x, numbers.y))
    return {"kty": "EC", "crv": "P-256", "x": x, "y": y}


def unpadded(text: str) -> bytes:
    """Return the bytes of base64url without padding (RFC 7515 §2). Raises ValueError for anything else."""
    if not isinstance(text, str) or not set(text) <= _BASE64URL:
        raise ValueError("not base64url")
    try:
        data = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except binascii.Error as error:
        raise ValueError("not base64url") from error
    if padless(data) != text:
        raise ValueError("not base64url as it is written")
    return data


def padless(data: bytes) -> str:
    """Return the bytes as base64url without padding."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


_BASE64URL = set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")


def _from_map(key, algorithm):
    return _from_jwk(key, algorithm) if "kty" in key else _from_cose(key, algorithm)


def _from_jwk(key, algorithm):
    if key.get("use", "sig") != "sig" or "verify" not in key.get("key_ops", ["verify"]):
        raise ValueError("the key is not for checking signatures")
    if "alg" in key and _ALGORITHMS.get(key["alg"]) != algorithm:
        raise ValueError("the key is for another algorithm")
    return from_jwk(key)


def _from_cose(key, algorithm):
    if _VERIFY not in key.get(4, [_VERIFY]):
        raise ValueError("the key is not for checking signatures")
    if key.get(3, algorithm) != algorithm:
        raise ValueError("the key is for another algorithm")
    if key.get(1) == 1 and key.get(-1) in _EDWARDS:
        return _EDWARDS[key[-1]].from_public_bytes(key.get(-2, b""))
    if key.get(1) != 2 or key.get(-1) not in _CURVES:
        raise ValueError("a kind of key that is not known")
    return _on_curve(_CURVES[key[-1]](), key.get(-2, b""), key.get(-3, b""))


def _on_curve(curve, x, y):
    """Return the point; `y` is its coordinate, or whether it is the odd one of the two that `x` has."""
    size = (curve.key_size + 7) // 8
    if len(x) != size or not (isinstance(y, bool) or len(y) == size):
        raise ValueError("a coordinate of another length")
    point = bytes([2 + y]) + x if isinstance(y, bool) else b"\x04" + x + y
    return ec.EllipticCurvePublicKey.from_encoded_point(curve, point)
