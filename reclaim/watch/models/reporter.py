"""Who told, as it is sealed."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass

LENGTH = 480  # of what is sealed, so that its size says nothing


@dataclass(frozen=True)
class Reporter:
    """An account, or what a visitor typed. None of it: nobody said who they are."""

    account: int | None = None
    name: str = ""
    reach: str = ""

    @property
    def is_known(self) -> bool:
        return self.account is not None or bool(self.name or self.reach)

    def as_text(self) -> str:
        """As long for everybody, in bytes too: letters beyond ASCII are escaped."""
        return json.dumps(asdict(self)).ljust(LENGTH)

    @classmethod
    def from_text(cls, text: str | None) -> Reporter:
        """Nobody, where the key is lost: what can't be opened names nobody."""
        return cls(**json.loads(text)) if text else cls()
