"""Suppliers: names made comparable, which names are one firm, and which firms one group.

`supplier_key` is light and is imported by every reader; linking (`linking`) loads Splink only
when it is asked to.
"""

from procurement.suppliers.keys import LEGAL_FORMS, WITHHELD, plain, supplier_key

__all__ = ["LEGAL_FORMS", "WITHHELD", "plain", "supplier_key"]
