from __future__ import annotations

import sys

from procurement.cli import main

sys.exit(main())
