from reclaim.act.letters.models.appeal import Appeal, Fact
from reclaim.act.letters.models.letter import Letter
from reclaim.act.letters.models.mailing import Confirmation, Delivery, Mailing

__all__ = ["Appeal", "Confirmation", "Delivery", "Fact", "Letter", "Mailing"]
