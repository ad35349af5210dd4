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
_OKP, _EC2 = 1, 2
_KTY, _ALG, _KEY_OPS, _CRV, _X, _Y = 1, 3, 4, -1, -2, -3
_VERIFY = 2


def read(key, algorithm: int):
    """Return the key of `cryptography` in which a COSE_Key, a JWK or a key of `cryptography` is given.

    Raises ValueError where it is none, is not for checking signatures, or does not agree with the COSE algorithm.
    """
    public = _from_map(key, algorithm) if isinstance(key, dict) else key
    is_edwards = isinstance(public, ed25519.Ed25519PublicKey | ed448.Ed448PublicKey)
    if not is_edwards and not _is_on_a_curve(public):
        raise ValueError("not a public key for signatures")
    if is_edwards != (algorithm == _EDDSA):
        raise ValueError("algorithm and key do not agree")
    return public


def from_jwk(jwk: dict):
    """Return the public key of a JWK. Raises ValueError."""
    kind, name = jwk.get("kty"), jwk.get("crv")
    if not isinstance(name, str):
        raise ValueError("a key without a curve")
    if kind == "OKP" and name in _JWK_EDWARDS:
        return _JWK_EDWARDS[name].from_public_bytes(unpadded(jwk.get("x")))
    if kind != "EC" or name not in _JWK_CURVES:
        raise ValueError("a kind of key that is not known")
    return _point(_JWK_CURVES[name](), unpadded(jwk.get("x")), unpadded(jwk.get("y")))


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
    if key.get("use", "sig") != "sig" or not _is_among("verify", key.get("key_ops", ["verify"])):
        raise ValueError("the key is not for checking signatures")
    if "alg" in key and (not isinstance(key["alg"], str) or _ALGORITHMS.get(key["alg"]) != algorithm):
        raise ValueError("the key is for another algorithm")
    return from_jwk(key)


def _from_cose(key, algorithm):
    if not _is_among(_VERIFY, key.get(_KEY_OPS, [_VERIFY])):
        raise ValueError("the key is not for checking signatures")
    if key.get(_ALG, algorithm) != algorithm:
        raise ValueError("the key is for another algorithm")
    kind, number, x = key.get(_KTY), key.get(_CRV), key.get(_X)
    if type(number) is not int or not isinstance(x, bytes):
        raise ValueError("a key without a curve, or without its place there")
    if kind == _OKP and number in _EDWARDS:
        return _EDWARDS[number].from_public_bytes(x)
    if kind != _EC2 or number not in _CURVES:
        raise ValueError("a kind of key that is not known")
    return _point(_CURVES[number](), x, key.get(_Y))


def _is_among(operation, operations):
    return isinstance(operations, list | tuple) and operation in operations


def _is_on_a_curve(public):
    return isinstance(public, ec.EllipticCurvePublicKey) and isinstance(public.curve, tuple(_CURVES.values()))


def _point(curve, x, y):
    """Return the point; `y` is its coordinate, or whether it is the odd one of the two that `x` has."""
    size = (curve.key_size + 7) // 8
    if len(x) != size or not (isinstance(y, bool) or (isinstance(y, bytes) and len(y) == size)):
        raise ValueError("a coordinate of another length")
    point = bytes([2 + y]) + x if isinstance(y, bool) else b"\x04" + x + y
    return ec.EllipticCurvePublicKey.from_encoded_point(curve, point)
