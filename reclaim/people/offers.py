"""What this room shows on pages of other floors."""


def register() -> None:
    """Nothing is offered yet."""
