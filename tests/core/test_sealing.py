"""Sealed facts, and keys that rotate."""

from cryptography.fernet import Fernet

from reclaim.core import sealing


def test_what_is_sealed_can_be_opened_and_not_read():
    sealed = sealing.seal("two-spirit")
    assert "two-spirit" not in sealed
    assert sealing.opened(sealed) == "two-spirit"


def test_what_was_changed_or_made_up_does_not_open():
    sealed = sealing.seal("yes")
    assert sealing.opened(sealed[:-4] + "AAAA") is None
    assert sealing.opened("nonsense") is None


def test_a_new_key_opens_the_old_and_seals_anew(settings):
    sealed = sealing.seal("yes")
    settings.SEALING_KEYS = [Fernet.generate_key().decode(), *settings.SEALING_KEYS]
    again = sealing.resealed(sealed)
    assert sealing.opened(sealed) == sealing.opened(again) == "yes"
    settings.SEALING_KEYS = settings.SEALING_KEYS[:1]
    assert sealing.opened(again) == "yes"
    assert sealing.opened(sealed) is None


def test_a_digest_is_the_same_after_a_rotation_and_another_for_another_use(settings):
    before = sealing.digest("email", "ana@home.example")
    settings.SEALING_KEYS = [Fernet.generate_key().decode(), *settings.SEALING_KEYS]
    assert sealing.digest("email", "ana@home.example") == before
    assert sealing.digest("phone", "ana@home.example") != before
