"""The only door to the library `procurement`."""

from reclaim.evidence.figures.answers import Answer, Asked, World
from reclaim.evidence.figures.methods import method_in_words, version

__all__ = ["Answer", "Asked", "World", "answers", "method_in_words", "version"]
