"""Who may see internal plans: whoever brings one of their tokens, or the administrator's."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac

from bots.settings import BotSettings


def may_see_internal(settings: BotSettings, authorization: str) -> bool:
    """Whether the header `Authorization` of a request opens internal plans; any other header is as good as none.

    The time that this takes tells nothing of the tokens but how many there are.
    """
    given = _digest(password_of(authorization))
    tokens = [*settings.internal_tokens, *filter(None, (settings.admin_token,))]
    found = [hmac.compare_digest(given, _digest(token.get_secret_value().encode())) for token in tokens]
    return any(found)


def password_of(authorization: str) -> bytes:
    """The token of HTTP Bearer, or the password of Basic, as it was sent; nothing for neither."""
    scheme, _, given = authorization.partition(" ")
    if scheme.lower() == "bearer":
        return given.strip().encode("latin-1", "replace")
    try:
        return base64.b64decode(given, validate=True).partition(b":")[2] if scheme.lower() == "basic" else b""
    except (binascii.Error, ValueError):
        return b""


def _digest(token: bytes) -> bytes:
    return hashlib.sha256(token).digest()
