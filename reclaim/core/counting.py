"""Where tries are counted nobody should read who tried."""

from django.utils.crypto import salted_hmac


def unreadable_key(key: str, prefix: str, version: int) -> str:
    return salted_hmac(
        "reclaim.counting", f"{prefix}:{version}:{key}", algorithm="sha256"
    ).hexdigest()
