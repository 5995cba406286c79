"""Makes a register in a folder or database and fills it: see filling."""

import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "reclaim.web.settings")
here = sys.argv[1]
os.environ["RECLAIM_DATABASE_URL" if "://" in here else "RECLAIM_STORE"] = here
django.setup()

from bench.union.filling import main

main(sys.argv[2:])
